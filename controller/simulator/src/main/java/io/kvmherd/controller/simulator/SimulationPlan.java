package io.kvmherd.controller.simulator;

/**
 * What is simulated.
 *
 * @param hosts 2 to 100; every fourth is of another CPU vendor
 * @param guests names that guests may have, 1 to 1,000
 * @param durationMs virtual time with faults, at most 30 days; time to come to rest is added
 * @param seed decides what is asked, and when, and how long everything takes
 */
public record SimulationPlan(int hosts, int guests, long durationMs, long seed) {
    public static final int HOSTS_MAX = 100;
    public static final int GUESTS_MAX = 1_000;
    public static final long DURATION_MAX_MS = 30L * 24 * 60 * 60 * 1_000;

    public SimulationPlan {
        require("hosts", hosts, 2, HOSTS_MAX);
        require("guests", guests, 1, GUESTS_MAX);
        require("durationMs", durationMs, 1, DURATION_MAX_MS);
    }

    private static void require(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + value + " and must be from " + min + " to " + max);
        }
    }
}
