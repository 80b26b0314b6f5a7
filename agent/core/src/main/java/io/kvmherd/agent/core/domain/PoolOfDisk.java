package io.kvmherd.agent.core.domain;

import io.kvmherd.common.model.StoragePool;
import java.util.List;
import java.util.Optional;

/**
 * Which pool a disk belongs to: the one that it is named by, or the one in whose folder its file lies directly. A path that
 * leaves the folder, or lies in none, is on no pool.
 */
public final class PoolOfDisk {
    private PoolOfDisk() {}

    public static Optional<String> find(DomainDisk disk, List<StoragePool> pools) {
        return disk.pool().isEmpty() ? find(disk.source(), pools) : Optional.of(disk.pool());
    }

    public static Optional<String> find(String path, List<StoragePool> pools) {
        return pools.stream()
                .filter(pool -> !pool.path().isEmpty() && liesDirectlyIn(pool.path(), path))
                .map(StoragePool::name)
                .findFirst();
    }

    private static boolean liesDirectlyIn(String folder, String path) {
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        if (!path.startsWith(prefix) || path.length() == prefix.length()) {
            return false;
        }
        String name = path.substring(prefix.length());
        return !name.contains("/") && !name.equals("..");
    }
}
