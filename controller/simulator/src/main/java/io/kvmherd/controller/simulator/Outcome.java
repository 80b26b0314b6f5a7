package io.kvmherd.controller.simulator;

import java.util.List;
import java.util.Optional;

/**
 * What came of a simulation.
 *
 * @param broken what must never be and was; empty when all held
 * @param faults that happened
 * @param hash of everything that happened; the same plan and faults give the same
 * @param events that there were
 * @param commands changes that agents carried out
 * @param migrations of these, live migrations that were begun
 * @param operations that were seen to end
 * @param coverage in which phases operations were when faults were set up
 * @param newest the last lines of what happened, oldest first
 */
public record Outcome(
        Optional<Broken> broken,
        List<Fault> faults,
        long hash,
        long events,
        long commands,
        long migrations,
        long operations,
        Coverage coverage,
        List<String> newest) {
    /**
     * @param invariant its number, such as I1
     * @param what happened
     * @param atMs since the beginning
     */
    public record Broken(String invariant, String what, long atMs) {}

    public Outcome {
        faults = List.copyOf(faults);
        newest = List.copyOf(newest);
    }
}
