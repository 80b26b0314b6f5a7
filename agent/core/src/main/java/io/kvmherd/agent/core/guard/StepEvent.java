package io.kvmherd.agent.core.guard;

/** What can happen to a step. */
enum StepEvent {
    /** Its command came in, for the first time or again. */
    ARRIVES,
    /** Its work came to an end. */
    ENDS,
    /** The controller needs to know nothing more about its operation. */
    FORGOTTEN,
    /** The agent was started anew. */
    REOPENED
}
