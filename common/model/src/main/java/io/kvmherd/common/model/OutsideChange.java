package io.kvmherd.common.model;

import java.time.Instant;

/**
 * Something that happened to a guest and that no operation of kvmherd's had asked for: a person used another tool, the
 * guest's own system acted, or something broke. Who it was is not known.
 *
 * @param what what happened
 * @param host where it was noticed
 * @param at when the controller noticed, by its own clock; it may have happened long before
 * @param detail names and values that belong to it; may be empty
 * @param settled whether nobody has to decide any more: the guest is again as it is wished, or the change was accepted
 */
public record OutsideChange(What what, HostId host, Instant at, String detail, boolean settled) {
    /** What happened. */
    public enum What {
        STARTED,
        /** Went off in order, or was switched off: libvirt does not always know which. */
        SHUT_DOWN,
        /** Went off after its memory was saved to a file of its host. */
        SAVED,
        /** Its QEMU or its kernel died. */
        CRASHED,
        PAUSED,
        RESUMED,
        /** Suspended itself by its power management. */
        SUSPENDED,
        /** Went off because its host was started anew. */
        LOST_WITH_HOST,
        /** Its definition is gone from its host. */
        UNDEFINED,
        /** A definition is on its host again. */
        DEFINED,
        /** Went to another host in a migration that kvmherd had not asked for. */
        MOVED_AWAY,
        RENAMED,
        /** Its definition, or what runs of it, is not the one that was accepted. */
        EDITED,
        /** libvirt would start it with its host. */
        AUTOSTART_ON,
        /** libvirt would no longer start it with its host. */
        AUTOSTART_OFF,
        SNAPSHOT_TAKEN,
        SNAPSHOT_DELETED,
        /** It went back to a snapshot. */
        SNAPSHOT_REVERTED;

        /** Whether it is about what the guest is made of, as against what it does. */
        public boolean isOfDefinition() {
            return this == EDITED || this == AUTOSTART_ON || this == AUTOSTART_OFF;
        }

        /** Whether there is nothing to be decided: no wish says anything about it. */
        public boolean isOnlyTold() {
            return this == SNAPSHOT_TAKEN || this == SNAPSHOT_DELETED || this == SNAPSHOT_REVERTED;
        }
    }

    public OutsideChange settle() {
        return settled ? this : new OutsideChange(what, host, at, detail, true);
    }
}
