package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.UUID;

/** Identity of one operation, a UUID of version 7: it sorts by the time it was drawn. */
public record OperationId(UUID value) implements Comparable<OperationId> {
    /**
     * Reads the canonical text form.
     *
     * @throws KvmherdException INVALID_INPUT when the text is not a UUID
     */
    public static OperationId of(String text) {
        try {
            return new OperationId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new KvmherdException(ErrorCode.INVALID_INPUT, "operation id \"" + text + "\" is not a UUID", e);
        }
    }

    @Override
    public int compareTo(OperationId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
