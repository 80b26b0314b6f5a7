package io.kvmherd.agent.core.migration;

import io.kvmherd.common.model.Reason;

/** What to do about a migration that is under way. */
public sealed interface Pace {

    record GoOn() implements Pace {}

    /**
     * Let the guest stand still for longer at the switch-over.
     *
     * @param milliseconds at most
     * @param stalledMs for how long nothing had become better; 0 for the first rung
     */
    record AllowDowntime(long milliseconds, long stalledMs) implements Pace {}

    /**
     * Switch over at once and send the rest afterwards.
     *
     * @param because what would otherwise end the migration
     */
    record StartPostCopy(Reason because) implements Pace {}

    /** Give it up; the guest stays where it is. */
    record Abort(Reason because) implements Pace {}
}
