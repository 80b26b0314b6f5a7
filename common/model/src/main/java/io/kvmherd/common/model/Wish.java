package io.kvmherd.common.model;

/** What the operator asked a guest to be. */
public enum Wish {
    RUNNING,
    STOPPED,
    /** Being deleted. */
    GONE
}
