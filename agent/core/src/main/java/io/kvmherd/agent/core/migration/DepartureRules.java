package io.kvmherd.agent.core.migration;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.domain.PoolOfDisk;
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
 * leaves the folder, or lies in none, is on no pool that anybody proved to be shared, and the guest stays.
 */
public final class DepartureRules {

    private DepartureRules() {}

    /**
     * @param guest the running guest
     * @param own this host's vendor as far as its sources agree
     * @param pools this host's pools
     * @return what stands in the way; empty when nothing does
     */
    public static List<Reason> check(
            MigrateGuest departure, DomainDescription guest, CpuVendor own, List<StoragePool> pools) {
        List<Reason> reasons =
                new ArrayList<>(VendorRule.between(own, new CpuVendor(departure.toVendor()), departure.to()));
        reasons.addAll(held(guest));
        for (DomainDisk disk : guest.disks()) {
            notShared(disk, departure.sharedPools(), pools, departure.to()).ifPresent(reasons::add);
            // What libvirt would refuse is not asked of it: shared disks are moved with its own check switched off.
            if (disk.hasSource() && !disk.readOnly() && disk.cache().equals("unsafe")) {
                reasons.add(Reason.of(ReasonCode.CACHE_MODE)
                        .with("disk", disk.target())
                        .with("cache", disk.cache()));
            }
        }
        return List.copyOf(reasons);
    }

    /**
     * Of a guest that is off only its definition goes: neither the CPUs' makers nor what a host has in its cache matter.
     *
     * @return what stands in the way; empty when nothing does
     */
    public static List<Reason> checkOff(RelocateGuest departure, DomainDescription guest, List<StoragePool> pools) {
        List<Reason> reasons = new ArrayList<>(held(guest));
        for (DomainDisk disk : guest.disks()) {
            notShared(disk, departure.sharedPools(), pools, departure.to()).ifPresent(reasons::add);
        }
        return List.copyOf(reasons);
    }

    private static List<Reason> held(DomainDescription guest) {
        return guest.hostDevices().stream()
                .map(device -> Reason.of(ReasonCode.HOST_DEVICE_ATTACHED).with("device", device))
                .toList();
    }

    private static Optional<Reason> notShared(
            DomainDisk disk, List<String> shared, List<StoragePool> pools, HostId to) {
        return disk.hasSource() && !shared.contains(poolOf(disk, pools))
                ? Optional.of(Reason.of(ReasonCode.POOL_NOT_SHARED)
                        .with("pool", poolOf(disk, pools))
                        .with("host", to.value())
                        .with("step", "proved"))
                : Optional.empty();
    }

    /** Name of the pool; the disk's own path, which is no pool's name, when it lies in none. */
    private static String poolOf(DomainDisk disk, List<StoragePool> pools) {
        return PoolOfDisk.find(disk, pools).orElse(disk.source());
    }
}
