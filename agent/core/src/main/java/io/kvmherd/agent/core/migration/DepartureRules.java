package io.kvmherd.agent.core.migration;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.protocol.AgentCommand.MigrateGuest;
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
        for (String device : guest.hostDevices()) {
            reasons.add(Reason.of(ReasonCode.HOST_DEVICE_ATTACHED).with("device", device));
        }
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
            if (disk.hasSource() && !departure.sharedPools().contains(poolOf(disk, pools))) {
                reasons.add(Reason.of(ReasonCode.POOL_NOT_SHARED)
                        .with("pool", poolOf(disk, pools))
                        .with("host", departure.to().value())
                        .with("step", "proved"));
            }
            // What libvirt would refuse is not asked of it: shared disks are moved with its own check switched off.
            if (disk.hasSource() && !disk.readOnly() && disk.cache().equals("unsafe")) {
                reasons.add(Reason.of(ReasonCode.CACHE_MODE)
                        .with("disk", disk.target())
                        .with("cache", disk.cache()));
            }
        }
        return List.copyOf(reasons);
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

    /** Name of the pool; the disk's own path, which is no pool's name, when it lies in none. */
    private static String poolOf(DomainDisk disk, List<StoragePool> pools) {
        return PoolOfDisk.find(disk, pools).orElse(disk.source());
    }
}
