package io.kvmherd.controller.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * One thing that goes wrong.
 *
 * @param atMs since the beginning
 * @param kind what
 * @param host to which host, from 0; of no meaning for the controller's faults
 * @param lengthMs how long, where it lasts
 */
public record Fault(long atMs, FaultKind kind, int host, long lengthMs) {
    private static final long QUIET_AT_FIRST_MS = 60_000;
    private static final long LENGTH_MIN_MS = 500;
    private static final long LENGTH_MAX_MS = 90_000;

    /** Faults at random moments, in their order; about one in so many ms. */
    static List<Fault> drawn(SimulationPlan plan, List<FaultKind> kinds, long meanPauseMs) {
        Random random = new Random(plan.seed() ^ 0x66_61_75_6c_74L);
        List<Fault> faults = new ArrayList<>();
        long atMs = QUIET_AT_FIRST_MS;
        while (!kinds.isEmpty()) {
            atMs += 1 + (long) (meanPauseMs * 2 * random.nextDouble());
            if (atMs >= plan.durationMs()) {
                break;
            }
            // Short ones more often: most protocols break at times of milliseconds to seconds.
            double part = Math.pow(random.nextDouble(), 3);
            faults.add(new Fault(
                    atMs,
                    kinds.get(random.nextInt(kinds.size())),
                    random.nextInt(plan.hosts()),
                    LENGTH_MIN_MS + (long) (part * (LENGTH_MAX_MS - LENGTH_MIN_MS))));
        }
        faults.sort(Comparator.comparingLong(Fault::atMs));
        return List.copyOf(faults);
    }
}
