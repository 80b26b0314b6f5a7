package io.kvmherd.agent.core.migration;

/** What to do about a migration that is under way. */
public sealed interface Pace {

    record GoOn() implements Pace {}

    /** @param cause why it is given up */
    record Abort(Cause cause, long afterMs, long limitMs) implements Pace {

        /** For the operator: what, numbers, what to do next. */
        public String explained() {
            return switch (cause) {
                case TIMEOUT ->
                    "the migration took " + afterMs + " ms, the limit is " + limitMs
                            + " ms; allow more time or bandwidth, or move the guest when it is less busy";
                case NO_PROGRESS ->
                    "the migration has had no less left to send for " + afterMs + " ms, the limit is " + limitMs
                            + " ms: the guest writes faster than its memory can be sent; allow more bandwidth, or move it"
                            + " when it is less busy";
            };
        }
    }

    /** Why a migration is given up. */
    enum Cause {
        TIMEOUT,
        NO_PROGRESS
    }
}
