package io.kvmherd.common.model;

/** A guest's state on one host, as libvirt sees it. */
public enum GuestState {
    RUNNING,
    /** Stopped by somebody or something and able to go on; its memory exists. */
    PAUSED,
    /** Paused as the sending or receiving end of a migration. */
    PAUSED_FOR_MIGRATION,
    /**
     * One end of a post-copy migration that stands still: part of the guest's memory is on either host, so neither copy may
     * be let go on, switched off or taken for the guest by itself.
     */
    PAUSED_IN_POST_COPY,
    SHUTTING_DOWN,
    SHUT_OFF,
    /** Shut off after its memory was saved to a file of this host, from which its next start may go on. */
    SHUT_OFF_SAVED,
    /** Shut off because a migration took it elsewhere. */
    SHUT_OFF_MIGRATED,
    /** Shut off because its QEMU or its kernel died. */
    CRASHED,
    /** Suspended by its own power management. */
    SUSPENDED,
    /** libvirt knows the guest and cannot say. */
    UNKNOWN;

    /** Whether a QEMU process with this guest's memory exists. */
    public boolean isActive() {
        return switch (this) {
            case RUNNING, PAUSED, PAUSED_FOR_MIGRATION, PAUSED_IN_POST_COPY, SHUTTING_DOWN, SUSPENDED, UNKNOWN -> true;
            case SHUT_OFF, SHUT_OFF_SAVED, SHUT_OFF_MIGRATED, CRASHED -> false;
        };
    }

    /** Whether the guest is off, and not because it went elsewhere. */
    public boolean isOffHere() {
        return !isActive() && this != SHUT_OFF_MIGRATED;
    }
}
