package io.kvmherd.agent.core.port;

/** On which disks the hypervisor takes a lock that another host respects, as far as this host's configuration tells. */
public enum DiskLocks {
    NONE,
    /** On files, on themselves, by their file system: a lock on the node of a block device does not leave its host. */
    FILES,
    /** On block devices as well, in a lockspace that the hosts are meant to share. */
    ALL
}
