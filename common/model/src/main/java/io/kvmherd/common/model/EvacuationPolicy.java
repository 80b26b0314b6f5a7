package io.kvmherd.common.model;

/** What an evacuation of its host does with a guest that runs. The cluster says it for guests that say nothing. */
public enum EvacuationPolicy {
    /** It moves live, or stays and blocks the evacuation. The default: nothing is stopped unasked. */
    LIVE,
    /** It is asked to shut down, stays defined where it is, and is started there when its host gets its guests back. */
    SHUTDOWN_RETURN,
    /** It is left running; the evacuation is done without it, and its host is not called empty. */
    STAY,
    /** The evacuation does not begin as long as it runs there. */
    BLOCK
}
