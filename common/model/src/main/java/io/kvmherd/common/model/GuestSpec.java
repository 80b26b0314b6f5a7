package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.List;
import java.util.Optional;

/**
 * What an operator asked a guest to be.
 *
 * @param name unique in the cluster; also the domain's name
 * @param vcpus virtual CPUs
 * @param memoryMib memory the guest sees; overcommit never changes it
 * @param memoryMinMib memory that is guaranteed and never overcommitted
 * @param virtualisation by hardware or emulated
 * @param cpuModel libvirt CPU model that the guest sees, the same wherever it runs
 * @param machineType versioned machine type, never an alias; empty leaves the choice to the first host, which records it
 * @param boot kernel to load directly; empty boots from the first volume
 * @param volumes existing disks, in order
 * @param networks libvirt networks, one interface each
 * @param requiredLabels labels that a host must have, all of them
 * @param antiAffinityGroup guests of one group never share a host; empty for none
 * @param cannotMove what an evacuation does when no host can take the guest live
 * @param migration how far its live migrations may go; empty leaves that to the cluster
 */
public record GuestSpec(
        String name,
        int vcpus,
        long memoryMib,
        long memoryMinMib,
        Virtualisation virtualisation,
        String cpuModel,
        String machineType,
        Optional<DirectBoot> boot,
        List<VolumeReference> volumes,
        List<String> networks,
        List<String> requiredLabels,
        String antiAffinityGroup,
        CannotMove cannotMove,
        Optional<MigrationPolicy> migration) {
    public GuestSpec {
        // A guest that is created gets a DNS label; one that was adopted keeps the name that somebody gave it.
        Names.requireFileName("guest name", name);
        requireBetween("vcpus", vcpus, 1, Limits.GUEST_VCPUS);
        requireBetween("memoryMib", memoryMib, Limits.GUEST_MEMORY_MIN_MIB, Limits.GUEST_MEMORY_MIB);
        requireBetween("memoryMinMib", memoryMinMib, 0, memoryMib);
        Names.requireFileName("CPU model", cpuModel);
        if (!machineType.isEmpty()) {
            Names.requireFileName("machine type", machineType);
        }
        volumes = bounded("volumes", volumes);
        networks = bounded("networks", networks);
        networks.forEach(network -> Names.requireFileName("network name", network));
        requiredLabels =
                bounded("requiredLabels", requiredLabels.stream().sorted().toList());
        requiredLabels.forEach(label -> Names.requireName("label", label));
        if (!antiAffinityGroup.isEmpty()) {
            Names.requireName("anti-affinity group", antiAffinityGroup);
        }
    }

    /** A guest that moves as the cluster says. */
    // size: the record's own components
    public GuestSpec(
            String name,
            int vcpus,
            long memoryMib,
            long memoryMinMib,
            Virtualisation virtualisation,
            String cpuModel,
            String machineType,
            Optional<DirectBoot> boot,
            List<VolumeReference> volumes,
            List<String> networks,
            List<String> requiredLabels,
            String antiAffinityGroup,
            CannotMove cannotMove) {
        this(
                name,
                vcpus,
                memoryMib,
                memoryMinMib,
                virtualisation,
                cpuModel,
                machineType,
                boot,
                volumes,
                networks,
                requiredLabels,
                antiAffinityGroup,
                cannotMove,
                Optional.empty());
    }

    /** The same guest with another machine type. */
    public GuestSpec withMachineType(String another) {
        return with(name, another, vcpus, memoryMib, memoryMinMib);
    }

    /** The same guest under another name. */
    public GuestSpec withName(String another) {
        return with(another, machineType, vcpus, memoryMib, memoryMinMib);
    }

    /** @param policy how far its live migrations may go; empty leaves that to the cluster */
    public GuestSpec withMigration(Optional<MigrationPolicy> policy) {
        return new GuestSpec(
                name,
                vcpus,
                memoryMib,
                memoryMinMib,
                virtualisation,
                cpuModel,
                machineType,
                boot,
                volumes,
                networks,
                requiredLabels,
                antiAffinityGroup,
                cannotMove,
                policy);
    }

    /** The same guest with at least this size. */
    public GuestSpec atLeast(int leastVcpus, long leastMemoryMib, long leastMemoryMinMib) {
        if (leastVcpus <= vcpus && leastMemoryMib <= memoryMib && leastMemoryMinMib <= memoryMinMib) {
            return this;
        }
        long largerMib = Math.max(memoryMib, leastMemoryMib);
        return with(
                name,
                machineType,
                Math.max(vcpus, leastVcpus),
                largerMib,
                Math.min(largerMib, Math.max(memoryMinMib, leastMemoryMinMib)));
    }

    /** Memory that QEMU needs besides the guest's own, in MiB: a base, page tables and per-CPU buffers. */
    public long overheadMib() {
        return 64 + memoryMib / 512 + 8L * vcpus;
    }

    /** Memory that a host commits to this guest, in MiB. */
    public long committedMib() {
        return memoryMib + overheadMib();
    }

    /** Memory that a host guarantees to this guest, in MiB. */
    public long guaranteedMib() {
        return memoryMinMib + overheadMib();
    }

    private GuestSpec with(
            String newName, String newMachineType, int newVcpus, long newMemoryMib, long newMemoryMinMib) {
        return new GuestSpec(
                newName,
                newVcpus,
                newMemoryMib,
                newMemoryMinMib,
                virtualisation,
                cpuModel,
                newMachineType,
                boot,
                volumes,
                networks,
                requiredLabels,
                antiAffinityGroup,
                cannotMove,
                migration);
    }

    private static void requireBetween(String what, long value, long low, long high) {
        if (value < low || value > high) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, what + " is " + value + "; it must be between " + low + " and " + high);
        }
    }

    private static <T> List<T> bounded(String what, List<T> list) {
        if (list.size() > Limits.LIST_ENTRIES) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    what + " has " + list.size() + " entries; at most " + Limits.LIST_ENTRIES + " are allowed");
        }
        return List.copyOf(list);
    }
}
