package io.kvmherd.agent.core.migration;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.protocol.AgentCommand.MigrateGuest;
import io.kvmherd.common.protocol.AgentCommand.RelocateGuest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the source checks before it sends a guest away.
 *
 * <p>A disk belongs to a pool when it is named by that pool or its file lies directly in the pool's folder. A path that
 * leaves the folder, or lies in none, is on no pool that anybody proved to be shared, and the guest stays. The same holds for
 * all that lies below an overlay, and a chain whose end nobody knows is no better.
 */
public final class DepartureRules {

    private DepartureRules() {}

    /**
     * @param guest the running guest
     * @param chains what its disks rest on
     * @param own this host's vendor as far as its sources agree
     * @param pools this host's pools
     * @return what stands in the way; empty when nothing does
     */
    public static List<Reason> check(
            MigrateGuest departure,
            DomainDescription guest,
            List<DiskChain> chains,
            CpuVendor own,
            List<StoragePool> pools) {
        List<Reason> reasons =
                new ArrayList<>(VendorRule.between(own, new CpuVendor(departure.toVendor()), departure.to()));
        reasons.addAll(held(guest));
        departure.copiedDisks().stream()
                .filter(name ->
                        guest.disks().stream().noneMatch(disk -> disk.target().equals(name)))
                .map(name -> Reason.of(ReasonCode.DISK_NOT_COPIED)
                        .with("disk", name)
                        .with("pool", "")
                        .with("path", "")
                        .with("why", "device"))
                .forEach(reasons::add);
        for (DomainDisk disk : guest.disks()) {
            if (departure.copiedDisks().contains(disk.target())) {
                notCopied(disk, departure, pools).ifPresent(reasons::add);
                continue;
            }
            notShared(disk, departure.sharedPools(), pools, departure.to()).ifPresent(reasons::add);
            // What libvirt would refuse is not asked of it: shared disks are moved with its own check switched off.
            if (disk.hasSource() && !disk.readOnly() && disk.cache().equals("unsafe")) {
                reasons.add(Reason.of(ReasonCode.CACHE_MODE)
                        .with("disk", disk.target())
                        .with("cache", disk.cache()));
            }
        }
        chains.forEach(chain -> reasons.addAll(below(chain, departure, pools)));
        return List.copyOf(reasons);
    }

    /**
     * Of a guest that is off only its definition goes: neither the CPUs' makers nor what a host has in its cache matter.
     *
     * @param chains what its disks rest on
     * @return what stands in the way; empty when nothing does
     */
    public static List<Reason> checkOff(
            RelocateGuest departure, DomainDescription guest, List<DiskChain> chains, List<StoragePool> pools) {
        List<Reason> reasons = new ArrayList<>(held(guest));
        for (DomainDisk disk : guest.disks()) {
            notShared(disk, departure.sharedPools(), pools, departure.to()).ifPresent(reasons::add);
        }
        chains.forEach(chain -> reasons.addAll(below(chain, departure.sharedPools(), pools, departure.to())));
        return List.copyOf(reasons);
    }

    private static List<Reason> held(DomainDescription guest) {
        return guest.hostDevices().stream()
                .map(device -> Reason.of(ReasonCode.HOST_DEVICE_ATTACHED).with("device", device))
                .toList();
    }

    /** A shared disk would be copied onto itself; how a disk that is copied is cached does not matter. */
    private static Optional<Reason> notCopied(DomainDisk disk, MigrateGuest departure, List<StoragePool> pools) {
        boolean shared = departure.sharedPools().contains(poolOf(disk, pools));
        return disk.hasSource() && !disk.readOnly() && !shared
                ? Optional.empty()
                : Optional.of(Reason.of(ReasonCode.DISK_NOT_COPIED)
                        .with("disk", disk.target())
                        .with("pool", poolOf(disk, pools))
                        .with("path", disk.source())
                        .with("why", shared ? "shareable" : "device"));
    }

    /** Of a disk that is copied nothing may lie below: only its own file goes along. */
    private static List<Reason> below(DiskChain chain, MigrateGuest departure, List<StoragePool> pools) {
        if (departure.copiedDisks().contains(chain.target()) && chain.isComplete()) {
            return chain.below().isEmpty() ? List.of() : List.of(notCopied(chain, "backing"));
        }
        return below(chain, departure.sharedPools(), pools, departure.to());
    }

    /** The destination opens the whole chain, and what it finds there must be what is here. */
    private static List<Reason> below(DiskChain chain, List<String> shared, List<StoragePool> pools, HostId to) {
        List<Reason> reasons = new ArrayList<>();
        chain.below().stream()
                .map(path -> PoolOfDisk.find(path, pools).orElse(path))
                .filter(place -> !shared.contains(place))
                .distinct()
                .forEach(place -> reasons.add(notShared(place, to)));
        if (!chain.isComplete()) {
            reasons.add(Reason.of(ReasonCode.DISK_CHAIN_UNKNOWN)
                    .with("disk", chain.target())
                    .with("path", chain.lowest()));
        }
        return reasons;
    }

    private static Reason notCopied(DiskChain chain, String why) {
        return Reason.of(ReasonCode.DISK_NOT_COPIED)
                .with("disk", chain.target())
                .with("pool", "")
                .with("path", chain.own())
                .with("why", why);
    }

    private static Optional<Reason> notShared(
            DomainDisk disk, List<String> shared, List<StoragePool> pools, HostId to) {
        return disk.hasSource() && !shared.contains(poolOf(disk, pools))
                ? Optional.of(notShared(poolOf(disk, pools), to))
                : Optional.empty();
    }

    private static Reason notShared(String place, HostId to) {
        return Reason.of(ReasonCode.POOL_NOT_SHARED)
                .with("pool", place)
                .with("host", to.value())
                .with("step", "proved");
    }

    /** Name of the pool; the disk's own path, which is no pool's name, when it lies in none. */
    private static String poolOf(DomainDisk disk, List<StoragePool> pools) {
        return PoolOfDisk.find(disk, pools).orElse(disk.source());
    }
}
