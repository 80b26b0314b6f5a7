package io.kvmherd.common.model;

/**
 * Pressure stall information of a host's scope, Linux's own ten-second averages: percent of time in which at least one
 * task waited for the resource. Zero where the kernel has no PSI, which {@code known} tells apart.
 *
 * @param known whether the kernel reports PSI for this scope
 * @param cpuSomePercent 0 to 100
 * @param memorySomePercent 0 to 100
 * @param ioSomePercent 0 to 100
 */
public record Pressure(boolean known, double cpuSomePercent, double memorySomePercent, double ioSomePercent) {
    public static final Pressure UNKNOWN = new Pressure(false, 0, 0, 0);
}
