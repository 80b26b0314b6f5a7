package io.kvmherd.common.model;

import java.util.UUID;

/** Identity of one plan, a UUID of version 7: it sorts by the time it was drawn. */
public record PlanId(UUID value) implements Comparable<PlanId> {
    /**
     * Reads the canonical text form.
     *
     * @throws io.kvmherd.common.failure.KvmherdException INVALID_INPUT when the text is not a UUID
     */
    public static PlanId of(String text) {
        return new PlanId(UuidText.parse("plan id", text));
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
