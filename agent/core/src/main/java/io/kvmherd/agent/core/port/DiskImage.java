package io.kvmherd.agent.core.port;

/**
 * What a disk's file is, as its host sees it.
 *
 * @param sizeBytes what the guest sees
 * @param usedBytes what the file takes
 * @param overlay whether it rests on another file
 * @param snapshots how many it has inside
 * @param encrypted whether its content is encrypted
 */
public record DiskImage(long sizeBytes, long usedBytes, boolean overlay, long snapshots, boolean encrypted) {}
