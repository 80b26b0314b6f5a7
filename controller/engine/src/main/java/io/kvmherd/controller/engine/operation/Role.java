package io.kvmherd.controller.engine.operation;

/** Which of an operation's hosts a phase talks to. */
public enum Role {
    /** The host that owns the guest; in a migration, the one it leaves. */
    OWNER,
    /** The host that a migration goes to. */
    DESTINATION,
    /** None: the phase waits, or other operations do the work. */
    NONE
}
