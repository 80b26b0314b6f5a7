package io.kvmherd.common.model;

/** One rule's answer about one host. */
public enum Verdict {
    YES,
    /** Not now; it may change by itself (an operation ends, a report arrives). */
    WAIT,
    /** Not unless somebody changes something. */
    NO;

    /** The sterner of two verdicts. */
    public Verdict and(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
