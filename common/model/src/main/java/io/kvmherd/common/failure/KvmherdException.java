package io.kvmherd.common.failure;

/**
 * An operating failure. The message names the thing, the value, the limit and what to do next, and is safe to show to an
 * operator.
 */
public final class KvmherdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public KvmherdException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public KvmherdException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
