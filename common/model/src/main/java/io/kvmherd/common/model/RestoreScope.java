package io.kvmherd.common.model;

/** Which of the guests that evacuations took from a host come back to it. */
public enum RestoreScope {
    /** All that still are where they were put. */
    ALL,
    /** Those that were shut down for it, and those whose return leaves the memory of the two hosts more evenly promised. */
    SMART,
    /** Those that are highly available; a cluster without high availability has none and says so. */
    HA
}
