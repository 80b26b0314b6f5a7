package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.Reason;

/**
 * Something that is wrong with a plan.
 *
 * @param step number of the step concerned; {@link #NO_STEP} where it is about a guest that is to be shut down or to go cold
 * @param guest whom the plan would move or shut down there
 */
public record Finding(int step, GuestId guest, Reason reason) {
    /** Shut-downs and cold moves have no number. */
    public static final int NO_STEP = 0;
}
