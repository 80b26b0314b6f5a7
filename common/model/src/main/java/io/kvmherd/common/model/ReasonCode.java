package io.kvmherd.common.model;

/**
 * Why a rule answered as it did. Each code lists the names and numbers that its reasons carry; the sentence that an
 * operator reads is made from them at the edge.
 */
public enum ReasonCode {
    /** names: state. */
    HOST_NOT_UP,
    /** numbers: ageMs, limitMs. */
    HOST_REPORT_STALE,
    /** The host has not yet acknowledged this controller's epoch and told its inventory. */
    HOST_NOT_INVENTORIED,
    /** names: duty. */
    HOST_NOT_ACTIVE,
    /** names: host, by: AGENT, HOST or CLUSTER. The host is only observed. */
    OBSERVE_ONLY,
    /** names: vendor. The host has neither svm nor vmx, or no usable /dev/kvm. */
    HOST_CANNOT_VIRTUALISE,
    /** names: from, to. */
    CPU_VENDOR_DIFFERS,
    /** names: host. */
    CPU_VENDOR_UNKNOWN,
    /** names: model, answer. The destination's libvirt says that it cannot provide the guest's CPU. */
    CPU_INCOMPATIBLE,
    /** names: model, features; numbers: missing. The guest uses CPU features that the host cannot give. */
    CPU_FEATURES_MISSING,
    /** names: what, have, need. A guest that sees its host's CPU as it is needs the very same on the other side. */
    CPU_NOT_THE_SAME,
    /** names: have, need. A guest that runs guests of its own stays within one generation of CPUs. */
    CPU_GENERATION_DIFFERS,
    /** numbers: haveKhz, needKhz; 0 for not known. The guest relies on its clock's frequency. */
    TSC_DIFFERS,
    /** names: machineType. */
    MACHINE_TYPE_MISSING,
    /** names: device. The guest holds a device of its host, which cannot go with it. */
    HOST_DEVICE_ATTACHED,
    /** numbers: have, need. The destination's QEMU is older than the source's. */
    QEMU_OLDER,
    /** names: host, state: a {@link TlsReadiness}, or UNTOLD. Migrations have to go over TLS, and this host cannot. */
    TLS_NOT_READY,
    /** numbers: haveMib (still to be had), needMib, limitMib, ratioPercent. Committed memory. */
    MEMORY_COMMITTED,
    /** numbers: haveMib (still to be had), needMib, limitMib. Guaranteed memory. */
    MEMORY_GUARANTEED,
    /** numbers: haveMib, needMib. Memory that is available at the moment, less what has been promised. */
    MEMORY_NOW,
    /** numbers: haveVcpus (still to be had), needVcpus, limitVcpus, ratioPercent. */
    CPU_COMMITTED,
    /** numbers: vcpus, threads. */
    MORE_VCPUS_THAN_THREADS,
    /** names: label. */
    LABEL_MISSING,
    /** names: pool. */
    POOL_MISSING,
    /** names: pool, host, step: declared or proved. A disk lies on a pool that is not known to be shared. */
    POOL_NOT_SHARED,
    /** names: network. */
    NETWORK_MISSING,
    /** names: link, kind: bridge or direct. An interface of the guest hangs on a link that the host does not have. */
    LINK_MISSING,
    /** names: group, guest. */
    ANTI_AFFINITY,
    /** The guest is on this host already. */
    SAME_HOST,
    /** names: state. A live migration needs a running guest. */
    GUEST_NOT_RUNNING,
    /** names: state. Only the definition of a guest that is off can be handed over by itself. */
    GUEST_NOT_OFF,
    /** names: operation. */
    GUEST_BUSY,
    /** numbers: running, limit; names: direction: in or out. */
    MIGRATION_SLOTS_TAKEN,
    /** names: guest. A domain of that name or id exists there and is not ours to replace. */
    GUEST_EXISTS_THERE,
    /** numbers: hosts. There is no host at all that could be asked. */
    NO_HOSTS,
    /** names: move. The plan's own order makes this move wait for another. */
    WAITS_FOR_MOVE,
    /** names: host. Where the guest is cannot be told at the moment. */
    GUEST_LOCATION_UNKNOWN,
    /**
     * names: policy; numbers: dirtyMibPerSecond, linkMibPerSecond, downtimeMs, afterMs. The guest writes to its memory
     * faster than it can be sent, and its policy allows no more to be done about it.
     */
    MIGRATION_DOES_NOT_CONVERGE,
    /** names: policy; numbers: afterMs, limitMs. */
    MIGRATION_TOOK_TOO_LONG,
    /** numbers: afterMs, limitMs. Nothing was sent for that long. */
    MIGRATION_SENDS_NOTHING,
    /** names: disk, path, device: disk or cdrom. A disk of an adopted guest is no volume of an active pool. */
    DISK_IN_NO_POOL,
    /** names: disk, path. What lies below this file of a disk is not known, or not on this host alone. */
    DISK_CHAIN_UNKNOWN,
    /**
     * names: disk, pool, path, why: backing, snapshots, format, device, shareable, encrypted or pool. A disk that is not copied
     * along.
     */
    DISK_NOT_COPIED,
    /** names: pool, volume. What the disk is has not been told, or it is told of no more. */
    DISK_NOT_TOLD,
    /** names: pool, have, need. The pool of that name has another folder or another kind there. */
    POOL_ELSEWHERE,
    /** names: pool; numbers: haveMib, needMib, heldMib, limitMib. Free, needed, promised to other copies, and the difference. */
    POOL_TOO_FULL,
    /** names: disk, path. The file that the copy would be is there already; it is never written over. */
    VOLUME_EXISTS_THERE,
    /** names: mode, and migratable where it is off. The guest's CPU is made from its host's own. */
    CPU_FROM_HOST,
    /** names: disk, cache. The host's own cache may hold what another host does not see. */
    CACHE_MODE,
    /** names: kind, source. An interface hangs on something of this host that is no libvirt network. */
    INTERFACE_OF_HOST,
    /** numbers: snapshots. libvirt moves no guest with snapshots. */
    SNAPSHOTS_KEPT,
    /** names: what, where. QEMU, or libvirt, sends no running guest that has this. */
    QEMU_CANNOT_SEND,
    /** numbers: needMib. The guest's memory is made of huge pages. */
    HUGEPAGES_NEEDED,
    /** numbers: haveMib, needMib. The host has not set enough huge pages aside. */
    HUGEPAGES_MISSING,
    /** names: what: CPUs or NUMA nodes, where. The guest is bound to those of its host by their numbers. */
    PINNED_TO_HOST,
    /** names: kind, where. Of a guest that is off only the definition goes, and this would stay behind. */
    STATE_LEFT_BEHIND,
    /** names: kind, where. Something besides the disks that lies on its host. */
    STATE_ON_HOST,
    /** names: name. A domain's name that no guest of a cluster may have. */
    GUEST_NAME_UNUSABLE,
    /** names: name. The domain has no definition that would outlast it. */
    GUEST_TRANSIENT,
    /** names: detail. The domain's definition says something that a guest cannot be. */
    GUEST_NOT_ADOPTABLE,
    /** names: guest, host, what: id or name. Another host has a domain that is the same, or is called the same. */
    GUEST_KNOWN_ELSEWHERE,
    /** names: guest. The controller itself runs in this guest. */
    CARRIES_CONTROLLER,
    /** names: host, put. The guest is not any more where the evacuation put it, so it is not brought back. */
    MOVED_SINCE,
    /** names: guest. Its evacuation policy is that its host is not emptied while it runs there. */
    GUEST_BLOCKS_EVACUATION,
    /** names: guest, host. Its evacuation policy is to stay; the host was emptied of the others. */
    GUEST_STAYS,
    /** names: guest. The rules let it go live, and each live move of this evacuation failed. */
    LIVE_MOVES_FAILED
}
