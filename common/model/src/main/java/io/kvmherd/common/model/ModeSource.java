package io.kvmherd.common.model;

/** Who says that a host is only observed. One of them is enough. */
public enum ModeSource {
    /** Its agent was started so, and refuses every change itself. */
    AGENT,
    /** An operator set it for the host. */
    HOST,
    /** An operator set it for the whole cluster. */
    CLUSTER
}
