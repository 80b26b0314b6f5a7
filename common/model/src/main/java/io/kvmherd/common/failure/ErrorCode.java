package io.kvmherd.common.failure;

/** What went wrong, in terms a program can act on. Stable: codes are part of the API and of the wire format. */
public enum ErrorCode {
    /** What the caller sent cannot be right; repeating it unchanged cannot succeed. */
    INVALID_INPUT(Kind.CALLER),
    /** The thing named does not exist. */
    NOT_FOUND(Kind.CALLER),
    /** The thing exists already, or another operation holds it. */
    CONFLICT(Kind.CALLER),
    /** It is not known who asks: no token, or one that does not hold. */
    UNAUTHENTICATED(Kind.CALLER),
    /** The caller may not do this. */
    DENIED(Kind.CALLER),
    /** No host or no plan satisfies the rules; the reasons say why. */
    INFEASIBLE(Kind.CALLER),
    /** The idempotency key belongs to another request. */
    KEY_REUSED(Kind.CALLER),
    /** Larger than the limit named in the message. */
    TOO_LARGE(Kind.CALLER),
    /** The other side cannot be reached or did not answer in time; nothing is known about the effect. */
    UNREACHABLE(Kind.TRANSIENT),
    /** The other side is busy or a queue is full; nothing was done, try again later. */
    BUSY(Kind.TRANSIENT),
    /** The database could not be read or written. */
    STORE_FAILED(Kind.TRANSIENT),
    /** libvirt refused or failed; the message is libvirt's. */
    HYPERVISOR_FAILED(Kind.PERMANENT),
    /** A file could not be read or written: disk full, no permission, damaged. */
    FILE_FAILED(Kind.PERMANENT),
    /** What was read does not follow its format. */
    MALFORMED(Kind.PERMANENT),
    /** The step was cancelled before it took effect. */
    CANCELLED(Kind.PERMANENT),
    /** This installation cannot do it (a library or a libvirt that is too old). */
    UNSUPPORTED(Kind.PERMANENT);

    /** Who can do something about it. */
    public enum Kind {
        /** The caller must change the request. */
        CALLER,
        /** It may go away by itself; the only kind that may be retried, and only with a bound. */
        TRANSIENT,
        /** Somebody must look at the machine. */
        PERMANENT
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
