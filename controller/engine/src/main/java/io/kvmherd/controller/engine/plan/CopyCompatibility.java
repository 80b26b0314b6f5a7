package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checker's own words for disks that are copied along: volume by volume, in bytes. */
final class CopyCompatibility {
    private static final long MIB = 1_024L * 1_024;

    private CopyCompatibility() {}

    /** @param before guests that earlier steps bring there with copies of their own, which stay */
    static List<Reason> of(ClusterView view, GuestView guest, HostView to, List<GuestView> before) {
        List<Reason> wrong = new ArrayList<>();
        if (!view.storage().copies()) {
            return wrong;
        }
        List<GuestDisk> known = guest.disks().map(GuestDisks::disks).orElse(List.of());
        List<Reason> tied = guest.disks().map(GuestDisks::tied).orElse(List.of());
        tied.stream()
                .filter(reason -> !view.storage()
                        .declared()
                        .contains(String.valueOf(reason.names().get("pool"))))
                .forEach(wrong::add);
        for (VolumeReference volume : guest.spec().volumes()) {
            if (view.storage().declared().contains(volume.pool())) {
                continue;
            }
            Optional<GuestDisk> disk = known.stream()
                    .filter(there ->
                            there.pool().equals(volume.pool()) && there.path().endsWith("/" + volume.volume()))
                    .findFirst();
            if (disk.isPresent()) {
                wrong.addAll(place(view, disk.get(), known, to, before));
            } else if (tied.isEmpty()) {
                wrong.add(Reason.of(ReasonCode.DISK_NOT_TOLD)
                        .with("pool", volume.pool())
                        .with("volume", volume.volume()));
            }
        }
        return wrong.stream().distinct().toList();
    }

    private static List<Reason> place(
            ClusterView view, GuestDisk disk, List<GuestDisk> known, HostView to, List<GuestView> before) {
        String folder = disk.path().substring(0, disk.path().lastIndexOf('/'));
        for (StoragePool pool : to.facts().map(HostFacts::pools).orElse(List.of())) {
            if (!pool.name().equals(disk.pool())) {
                continue;
            }
            boolean plain = pool.type().equals("dir") || pool.type().equals("fs");
            if (!plain || !(pool.path().equals(folder) || pool.path().equals(folder + "/"))) {
                return List.of(Reason.of(ReasonCode.POOL_ELSEWHERE)
                        .with("pool", pool.name())
                        .with("have", pool.type() + " " + pool.path())
                        .with("need", "dir " + folder));
            }
            long need = needMib(known, pool.name());
            long held = 0;
            for (Reservation reservation : view.reservationsOn(to.id())) {
                held += needMib(reservation.copies(), pool.name());
            }
            for (GuestView earlier : before) {
                held += needMib(earlier.disks().map(GuestDisks::disks).orElse(List.of()), pool.name());
            }
            if (need + held > pool.availableMib()) {
                return List.of(Reason.of(ReasonCode.POOL_TOO_FULL)
                        .with("pool", pool.name())
                        .with("haveMib", pool.availableMib())
                        .with("heldMib", held)
                        .with("limitMib", Math.max(0, pool.availableMib() - held))
                        .with("needMib", need));
            }
        }
        return List.of();
    }

    private static long needMib(List<GuestDisk> disks, String pool) {
        long mib = 0;
        for (GuestDisk disk : disks) {
            if (disk.pool().equals(pool)) {
                mib += Math.ceilDiv(disk.sizeBytes(), MIB);
            }
        }
        return mib;
    }
}
