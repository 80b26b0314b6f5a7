package io.kvmherd.controller.engine.host;

/** What changes a host's duty. */
public enum DutyEvent {
    /** The operator wants no new guests on it. */
    CORDON,
    /** The operator gives it back to work. */
    UNCORDON,
    /** The operator wants it empty. */
    EVACUATE,
    /** Its last active guest has gone. */
    EMPTIED,
    /** Only guests are left whose policy is to stay: it takes no new ones, and is not called empty. */
    EMPTIED_BUT_FOR_STAYERS,
    /** Guests are left that cannot move. */
    STUCK,
    /** The evacuation was cancelled; what has moved stays moved. */
    ABANDONED
}
