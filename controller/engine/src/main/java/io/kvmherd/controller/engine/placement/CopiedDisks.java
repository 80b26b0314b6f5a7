package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;

/** Which disks a move takes along as copies, and what they take. */
public final class CopiedDisks {
    private static final long MIB = 1_024L * 1_024;

    private CopiedDisks() {}

    /** Those in pools that nobody declared shared, where such disks are copied at all; as far as the guest's host told. */
    public static List<GuestDisk> of(GuestView guest, SharedStorage storage) {
        return storage.copies()
                ? guest.disks().map(GuestDisks::disks).orElse(List.of()).stream()
                        .filter(disk -> !storage.isDeclared(disk.pool()))
                        .toList()
                : List.of();
    }

    /** What the copies may grow to, each rounded up. */
    public static long sizeMib(List<GuestDisk> disks) {
        return disks.stream()
                .mapToLong(disk -> (disk.sizeBytes() + MIB - 1) / MIB)
                .sum();
    }

    /** What those of them that go into the pool may grow to. */
    public static long sizeMib(List<GuestDisk> disks, String pool) {
        return sizeMib(disks.stream().filter(disk -> disk.pool().equals(pool)).toList());
    }

    /** What has to be sent at least. */
    public static long sentMib(List<GuestDisk> disks) {
        return disks.stream().mapToLong(GuestDisk::usedBytes).sum() / MIB;
    }

    /** What unfinished operations may still write into the pool of the host; a copy counts in full until its end. */
    public static long heldMib(List<Reservation> reservations, HostId host, String pool) {
        return reservations.stream()
                .filter(held -> held.host().equals(host))
                .mapToLong(held -> sizeMib(held.copies(), pool))
                .sum();
    }

    /** Whether the pool is one folder, and the disk's file lies directly in it under the same path. */
    static boolean liesIn(GuestDisk disk, StoragePool pool) {
        String folder = pool.path().endsWith("/") ? pool.path() : pool.path() + "/";
        return List.of("dir", "fs").contains(pool.type()) && disk.path().equals(folder + disk.volume());
    }
}
