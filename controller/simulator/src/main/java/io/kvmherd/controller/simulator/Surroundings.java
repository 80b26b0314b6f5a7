package io.kvmherd.controller.simulator;

import java.util.Random;

/**
 * What every part of a simulated cluster stands in.
 *
 * @param random decides how long everything takes
 */
record Surroundings(EventQueue time, Trace trace, Oracle oracle, Labour labour, Random random, Tampering tampering) {
    /** From 1 to the most. */
    long randomMs(long most) {
        return random.nextLong(1, most + 1);
    }
}
