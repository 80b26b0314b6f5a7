package io.kvmherd.controller.engine.testing;

import java.util.function.LongConsumer;

/** Runs a property over seeds and says which seed broke it. */
public final class Seeds {
    private Seeds() {}

    /** Seeds 1 to {@code count}; the first that fails ends the run. */
    public static void check(int count, LongConsumer property) {
        for (long seed = 1; seed <= count; seed++) {
            try {
                property.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
