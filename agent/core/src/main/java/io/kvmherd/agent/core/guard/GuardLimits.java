package io.kvmherd.agent.core.guard;

/** Bounds of the guard's memory and log. */
public final class GuardLimits {

    /** Most steps that were begun and not yet forgotten; the next change is refused as busy. */
    public static final int STEPS = 4_096;

    /** Most guests whose generations are remembered. Generations are never dropped: that would revive what was buried. */
    public static final int GUESTS = 65_536;

    /** Most announced arrivals at a time. */
    public static final int ARRIVALS = 1_024;

    /** Longest message of a stored result, in characters; the rest is cut off. */
    public static final int MESSAGE_LENGTH = 2_048;

    /** Records that a log may hold beyond twice what is still true before it is rewritten. */
    public static final int HISTORY_RECORDS = 1_024;

    /** Largest record, in bytes. */
    static final int RECORD_BYTES = 16 * 1_024;

    private GuardLimits() {}
}
