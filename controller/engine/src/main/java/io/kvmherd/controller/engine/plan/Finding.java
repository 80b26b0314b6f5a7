package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.Reason;

/**
 * Something that is wrong with a plan.
 *
 * @param step number of the step concerned; {@link #NO_STEP} where it is about a guest that is to be shut down
 */
public record Finding(int step, Reason reason) {
    /** Shut-downs have no number. */
    public static final int NO_STEP = 0;
}
