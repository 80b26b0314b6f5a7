package io.kvmherd.controller.simulator;

/**
 * Something happened that must never happen. Ends the run.
 *
 * <p>Not checked by those in between: it goes from the oracle, through whatever event led to it, to the simulation.
 */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    /** @param invariant its number, such as I1 */
    Violation(String invariant, String what) {
        super(what);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
