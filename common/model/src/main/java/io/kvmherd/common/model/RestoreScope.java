package io.kvmherd.common.model;

/** Which of the guests that evacuations took from a host come back to it. */
public enum RestoreScope {
    /** All that still are where they were put, whichever way they have to come. */
    ALL,
    /**
     * Those that were shut down for it, and of those that run elsewhere the ones that can come live and whose return leaves
     * the memory of the two hosts more evenly promised. Nobody is stopped for that, and who is off stays.
     */
    SMART,
    /** Those that are highly available; a cluster without high availability has none and says so. */
    HA
}
