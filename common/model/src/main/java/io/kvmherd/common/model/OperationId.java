package io.kvmherd.common.model;

import java.util.UUID;

/** Identity of one operation, a UUID of version 7: it sorts by the time it was drawn. */
public record OperationId(UUID value) implements Comparable<OperationId> {
    /**
     * Reads the canonical text form.
     *
     * @throws io.kvmherd.common.failure.KvmherdException INVALID_INPUT when the text is not a UUID
     */
    public static OperationId of(String text) {
        return new OperationId(UuidText.parse("operation id", text));
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
