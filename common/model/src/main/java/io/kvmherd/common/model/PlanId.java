package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.UUID;

/** Identity of one plan, a UUID of version 7: it sorts by the time it was drawn. */
public record PlanId(UUID value) implements Comparable<PlanId> {
    /**
     * Reads the canonical text form.
     *
     * @throws KvmherdException INVALID_INPUT when the text is not a UUID
     */
    public static PlanId of(String text) {
        try {
            return new PlanId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new KvmherdException(ErrorCode.INVALID_INPUT, "plan id \"" + text + "\" is not a UUID", e);
        }
    }

    @Override
    public int compareTo(PlanId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
