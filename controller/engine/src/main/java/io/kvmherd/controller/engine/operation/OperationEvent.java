package io.kvmherd.controller.engine.operation;

/** What can happen to an operation in a phase. */
public enum OperationEvent {
    /** The command was carried out. */
    DONE,
    /** The inquiry shows what the phase waits for. */
    SATISFIED,
    /** The inquiry does not show it yet. */
    NOT_YET,
    /** The agent did not admit the command, or said why it cannot be; nothing was done. */
    REFUSED,
    /** The command was tried and failed. */
    FAILED,
    /** The agent was interrupted and cannot tell whether it was done. */
    UNCERTAIN,
    /** The host lives another life than the command was meant for; the step was not begun. */
    LIFE_CHANGED,
    /** Somebody asked to cancel. */
    CANCEL,
    /** The operation's deadline has passed. */
    OVERDUE,

    /** Judged: the guest runs on the source, no migration is going on. */
    ON_SOURCE,
    /** Judged: the guest runs on the destination, the source has let go. */
    ON_DESTINATION,
    /** Judged: the migration still goes on. */
    UNDERWAY,
    /** Judged: it runs on the destination, the source's copy hangs paused. */
    CONFIRM_LOST,
    /** Judged: it is paused on the source and absent from the destination. */
    NOT_RESUMED,
    /** Judged: it runs on both. */
    RUNS_TWICE,
    /** Judged: it runs nowhere, its QEMU or its kernel died, or it was switched off. */
    DIED,
    /** Judged: the states do not tell; look again. */
    UNDECIDED
}
