package io.kvmherd.agent.core.port;

/**
 * What the source's hypervisor counts while a guest leaves. Bytes include disks that are copied along.
 *
 * @param remainingBytes still to send; goes up with every pass, by what the guest dirtied during the one before
 * @param dirtyBytesPerSecond 0 while unknown
 * @param iteration pass over memory, from 1
 * @param downtimeMs expected pause
 * @param throttlePercent by how much the guest is slowed down
 * @param diskTotalBytes of the total, what belongs to disks that are copied along
 * @param diskSentBytes of what was sent, likewise
 * @param postCopy whether the guest runs on the destination already while its memory follows
 */
public record MigrationStatistics(
        long totalBytes,
        long sentBytes,
        long remainingBytes,
        long bytesPerSecond,
        long dirtyBytesPerSecond,
        long iteration,
        long elapsedMs,
        long downtimeMs,
        long throttlePercent,
        long diskTotalBytes,
        long diskSentBytes,
        boolean postCopy) {}
