package io.kvmherd.controller.engine.placement;

import java.util.List;

/**
 * All hosts that can take a guest, seen together.
 *
 * @param largestFreeMib most memory that one of them could still promise
 * @param secondFreeMib the next one's; equal to the first when two share it
 */
record Field(long largestFreeMib, long secondFreeMib) {
    static Field of(List<Candidate> candidates) {
        long largestMib = 0;
        long secondMib = 0;
        for (Candidate candidate : candidates) {
            long freeMib = candidate.capacity().committed().free();
            if (freeMib >= largestMib) {
                secondMib = largestMib;
                largestMib = freeMib;
            } else {
                secondMib = Math.max(secondMib, freeMib);
            }
        }
        return new Field(largestMib, secondMib);
    }
}
