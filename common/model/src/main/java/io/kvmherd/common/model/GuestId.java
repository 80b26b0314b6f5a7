package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.UUID;

/** A guest's identity: the UUID of its libvirt domain, the same on every host the guest ever runs on. */
public record GuestId(UUID value) implements Comparable<GuestId> {
    /**
     * Reads the canonical text form.
     *
     * @throws KvmherdException INVALID_INPUT when the text is not a UUID
     */
    public static GuestId of(String text) {
        try {
            return new GuestId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new KvmherdException(ErrorCode.INVALID_INPUT, "guest id \"" + text + "\" is not a UUID", e);
        }
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
