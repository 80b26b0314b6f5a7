package io.kvmherd.agent.core.migration;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Whether a host has a place for the copies of a guest's disks: the pool of that name over the same folder, as much free
 * as the disks may grow to, and no file of that path.
 */
public final class CopyRoom {
    private static final long MIB = 1_024L * 1_024;

    private CopyRoom() {}

    /**
     * @param pools the active ones of this host
     * @param exists whether there is a file of that path here
     * @return what stands in the way; empty when nothing does
     */
    public static List<Reason> check(List<GuestDisk> copies, List<StoragePool> pools, Predicate<String> exists) {
        List<Reason> reasons = new ArrayList<>();
        SortedMap<String, Long> needed = new TreeMap<>();
        for (GuestDisk copy : copies) {
            Optional<StoragePool> pool = pools.stream()
                    .filter(known -> known.name().equals(copy.pool()))
                    .findFirst();
            String folder = copy.path().substring(0, Math.max(1, copy.path().lastIndexOf('/')));
            if (pool.isEmpty()) {
                reasons.add(Reason.of(ReasonCode.POOL_MISSING).with("pool", copy.pool()));
            } else if (!hasFolder(pool.get(), folder)) {
                reasons.add(Reason.of(ReasonCode.POOL_ELSEWHERE)
                        .with("pool", copy.pool())
                        .with("have", pool.get().type() + " " + pool.get().path())
                        .with("need", "dir " + folder));
            } else if (exists.test(copy.path())) {
                reasons.add(Reason.of(ReasonCode.VOLUME_EXISTS_THERE)
                        .with("disk", copy.disk())
                        .with("path", copy.path()));
            }
            needed.merge(copy.pool(), mib(copy), Long::sum);
        }
        for (StoragePool pool : pools) {
            long need = needed.getOrDefault(pool.name(), 0L);
            if (need > pool.availableMib()) {
                reasons.add(Reason.of(ReasonCode.POOL_TOO_FULL)
                        .with("pool", pool.name())
                        .with("haveMib", pool.availableMib())
                        .with("heldMib", 0)
                        .with("limitMib", pool.availableMib())
                        .with("needMib", need));
            }
        }
        return reasons.stream().distinct().toList();
    }

    private static boolean hasFolder(StoragePool pool, String folder) {
        String path =
                pool.path().endsWith("/") ? pool.path().substring(0, pool.path().length() - 1) : pool.path();
        return List.of("dir", "fs").contains(pool.type()) && path.equals(folder);
    }

    private static long mib(GuestDisk copy) {
        return (copy.sizeBytes() + MIB - 1) / MIB;
    }
}
