package io.kvmherd.agent.core.port;

/**
 * What the source's hypervisor counts while a guest leaves. Bytes include disks that are copied along.
 *
 * @param dirtyBytesPerSecond 0 while unknown
 * @param iteration pass over memory, from 1
 * @param downtimeMs expected pause
 */
public record MigrationStatistics(
        long totalBytes,
        long sentBytes,
        long remainingBytes,
        long bytesPerSecond,
        long dirtyBytesPerSecond,
        long iteration,
        long elapsedMs,
        long downtimeMs) {}
