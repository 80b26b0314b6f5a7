package io.kvmherd.common.model;

/** What an evacuation does with a guest that cannot move live. */
public enum CannotMove {
    /** The guest stays and blocks the evacuation, with its reasons. The default: nothing is stopped unasked. */
    BLOCK,
    /** The guest is asked to shut down. */
    SHUT_DOWN
}
