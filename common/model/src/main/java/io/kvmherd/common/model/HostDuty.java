package io.kvmherd.common.model;

/** What the operator wants of a host. Independent of what the controller sees of it. */
public enum HostDuty {
    /** Takes guests. */
    ACTIVE,
    /** Keeps its guests and takes no new ones. */
    CORDONED,
    /** Being emptied; takes no guests. */
    EVACUATING,
    /** Empty and kept empty. */
    EVACUATED,
    /** The evacuation could not move every guest; each has its reasons. Takes no guests. */
    BLOCKED
}
