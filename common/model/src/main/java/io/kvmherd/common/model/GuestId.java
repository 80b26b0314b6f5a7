package io.kvmherd.common.model;

import java.util.UUID;

/** A guest's identity: the UUID of its libvirt domain, the same on every host the guest ever runs on. */
public record GuestId(UUID value) implements Comparable<GuestId> {
    /**
     * Reads the canonical text form.
     *
     * @throws io.kvmherd.common.failure.KvmherdException INVALID_INPUT when the text is not a UUID
     */
    public static GuestId of(String text) {
        return new GuestId(UuidText.parse("guest id", text));
    }

    /** By text, so that the order is the one people see in lists. */
    @Override
    public int compareTo(GuestId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
