package io.kvmherd.agent.core.guard;

/** What is known of one step. */
enum StepState {
    /** Never begun here, or forgotten. */
    NEW,
    /** Begun in this life of the agent and not ended. */
    RUNNING,
    /** Still going on, but its operation was forgotten already: its end interests nobody. */
    DISCARDED,
    /** Ended; the result is stored. */
    ENDED,
    /** Begun in a former life of the agent, and no end was written: what became of it has to be looked at. */
    INTERRUPTED
}
