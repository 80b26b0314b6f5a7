package io.kvmherd.common.model;

/** What the controller sees of a host. Never a proof that its guests have stopped. */
public enum Reachability {
    /** Known from the database, not heard of since the controller started. */
    UNSEEN,
    /** Command link open and reports fresh. */
    UP,
    /** One of the two is missing; takes no guests. */
    SUSPECT,
    /** Both are missing for long; its guests are frozen, not lost. */
    UNREACHABLE
}
