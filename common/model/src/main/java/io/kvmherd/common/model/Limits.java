package io.kvmherd.common.model;

/** The bounds that both sides check. A value beyond one of them is refused where it enters, with the limit named. */
public final class Limits {
    /** Longest name of a host, guest, pool, network, volume, label or group, in characters. */
    public static final int NAME_LENGTH = 63;

    /** Longest free text (a reason given by an operator, a kernel command line), in characters. */
    public static final int TEXT_LENGTH = 2_048;

    /** Longest path of a file on a host, in characters. */
    public static final int PATH_LENGTH = 1_024;

    /** Most entries of any list inside a guest's specification (volumes, networks, labels). */
    public static final int LIST_ENTRIES = 64;

    /** Most guests that one host may report. */
    public static final int GUESTS_PER_HOST = 4_096;

    /** Most hosts of one cluster. */
    public static final int HOSTS = 2_000;

    /** Largest guest memory, in MiB (16 TiB). */
    public static final long GUEST_MEMORY_MIB = 16L * 1_024 * 1_024;

    /** Smallest guest memory, in MiB. */
    public static final long GUEST_MEMORY_MIN_MIB = 16;

    /** Most virtual CPUs of a guest. */
    public static final int GUEST_VCPUS = 1_024;

    /** Largest message on the command link and largest report, in bytes. */
    public static final int MESSAGE_BYTES = 4 * 1_024 * 1_024;

    /** Largest body of an API request, in bytes. */
    public static final int REQUEST_BYTES = 1_024 * 1_024;

    /** Most entries of one page of a list that the API answers. */
    public static final int PAGE_ENTRIES = 500;

    /** Deepest nesting of JSON that is read. */
    public static final int JSON_DEPTH = 32;

    /** Largest domain XML that is read or written, in characters. */
    public static final int DOMAIN_XML_LENGTH = 1_024 * 1_024;

    /** Longest definition that is kept and compared line by line, in characters; of a longer one only its fingerprint is. */
    public static final int DEFINITION_LENGTH = 64 * 1_024;

    /** Most devices of a guest that are told one by one. */
    public static final int SHAPE_DEVICES = 128;

    /** Most lines of a difference that are shown. */
    public static final int DIFFERENCE_LINES = 500;

    /** Newest outside changes that are kept of one guest. */
    public static final int OUTSIDE_CHANGES = 10;

    /** Most live migrations that may leave one host, or arrive there, at a time. */
    public static final int MIGRATIONS_PER_HOST = 64;

    /** Shortest pause at a switch-over that can be asked for: below it, hardly any guest gets there. */
    public static final long MIGRATION_DOWNTIME_MIN_MS = 10;

    /** Longest pause at a switch-over that can be asked for. */
    public static final long MIGRATION_DOWNTIME_MS = 60_000;

    /** Longest time that a migration may get no closer to its end before more is done about it. */
    public static final long MIGRATION_STALL_SECONDS = 3_600;

    /** Most connections over which one migration sends. */
    public static final int MIGRATION_CONNECTIONS = 16;

    /** Largest bound of a migration's bandwidth, in MiB a second. */
    public static final long MIGRATION_MIB_PER_SECOND = 1_000_000;

    /** Most features of one CPU. */
    public static final int CPU_FEATURES = 1_024;

    /** Most different CPUs that the guests of one host are told to have; of further ones the host is silent. */
    public static final int CPUS_IN_USE = 64;

    /** Most guests that one survey describes; more are asked for in several. */
    public static final int SURVEY_GUESTS = 200;

    /** Most disks that are told of one guest; a guest with more is not copied. */
    public static final int DISKS_OF_GUEST = 64;

    /** Most guests of whose disks one report tells; of further ones the host is silent. */
    public static final int GUESTS_WITH_DISKS = 1_024;

    /** Most links that a host tells of; one that has more tells of none. */
    public static final int HOST_LINKS = 256;

    private Limits() {}
}
