package io.kvmherd.common.model;

/** What sort of thing stands between a guest and a host, for counts that are read at a glance. */
public enum ObstacleKind {
    /** The guest cannot leave anywhere: it does not run, is busy, or holds a device of its host. */
    GUEST,
    /** The host takes no guests at the moment, whoever they are. */
    HOST,
    /** The CPU: another maker, a feature that is missing, no virtualisation. */
    CPU,
    /** QEMU: its version or its machine types. */
    QEMU,
    /** A disk that the host does not reach. */
    STORAGE,
    /** A network that the host does not have. */
    NETWORK,
    /** Memory or CPU time: the host is too full or too small. */
    ROOM,
    /** What the operator said: labels, groups, names. */
    RULE;

    // size: one table, from code to kind, that is read as a whole
    public static ObstacleKind of(ReasonCode code) {
        return switch (code) {
            case SAME_HOST,
                    GUEST_NOT_RUNNING,
                    GUEST_NOT_OFF,
                    GUEST_BUSY,
                    GUEST_LOCATION_UNKNOWN,
                    HOST_DEVICE_ATTACHED,
                    MIGRATION_DOES_NOT_CONVERGE,
                    MIGRATION_TOOK_TOO_LONG,
                    SNAPSHOTS_KEPT,
                    STATE_ON_HOST,
                    STATE_LEFT_BEHIND,
                    QEMU_CANNOT_SEND,
                    PINNED_TO_HOST,
                    GUEST_NAME_UNUSABLE,
                    GUEST_TRANSIENT,
                    GUEST_NOT_ADOPTABLE,
                    LIVE_MOVES_FAILED -> GUEST;
            case HOST_NOT_UP,
                    HOST_REPORT_STALE,
                    HOST_NOT_INVENTORIED,
                    HOST_NOT_ACTIVE,
                    OBSERVE_ONLY,
                    NO_HOSTS,
                    MIGRATION_SLOTS_TAKEN,
                    WAITS_FOR_MOVE -> HOST;
            case CPU_VENDOR_DIFFERS,
                    CPU_VENDOR_UNKNOWN,
                    CPU_INCOMPATIBLE,
                    CPU_FEATURES_MISSING,
                    CPU_NOT_THE_SAME,
                    CPU_GENERATION_DIFFERS,
                    TSC_DIFFERS,
                    CPU_FROM_HOST,
                    HOST_CANNOT_VIRTUALISE -> CPU;
            case MACHINE_TYPE_MISSING, QEMU_OLDER -> QEMU;
            case POOL_MISSING,
                    POOL_NOT_SHARED,
                    DISK_IN_NO_POOL,
                    DISK_CHAIN_UNKNOWN,
                    CACHE_MODE,
                    DISK_NOT_COPIED,
                    DISK_NOT_TOLD,
                    POOL_ELSEWHERE,
                    VOLUME_EXISTS_THERE -> STORAGE;
            case NETWORK_MISSING, LINK_MISSING, TLS_NOT_READY, MIGRATION_SENDS_NOTHING, INTERFACE_OF_HOST -> NETWORK;
            case POOL_TOO_FULL,
                    HUGEPAGES_NEEDED,
                    HUGEPAGES_MISSING,
                    MEMORY_COMMITTED,
                    MEMORY_GUARANTEED,
                    MEMORY_NOW,
                    CPU_COMMITTED,
                    MORE_VCPUS_THAN_THREADS -> ROOM;
            case LABEL_MISSING,
                    ANTI_AFFINITY,
                    GUEST_EXISTS_THERE,
                    GUEST_KNOWN_ELSEWHERE,
                    CARRIES_CONTROLLER,
                    MOVED_SINCE,
                    GUEST_BLOCKS_EVACUATION,
                    GUEST_STAYS -> RULE;
        };
    }
}
