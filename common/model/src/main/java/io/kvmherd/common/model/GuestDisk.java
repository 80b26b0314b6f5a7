package io.kvmherd.common.model;

/**
 * A disk of a guest that can be copied to another host: one file in a pool with a folder, with nothing below it.
 *
 * @param disk name in the guest ("vda")
 * @param pool the pool in whose folder the file lies
 * @param path of the file; a copy has the same path on its host
 * @param format of the file
 * @param sizeBytes what the guest sees, and what a copy may grow to
 * @param usedBytes what the file takes on its host
 */
public record GuestDisk(
        String disk, String pool, String path, VolumeReference.Format format, long sizeBytes, long usedBytes) {
    public GuestDisk {
        Names.requireFileName("disk name", disk);
        Names.requireFileName("pool name", pool);
        Names.requireText("disk path", path);
    }

    /** Name of the file in its pool. */
    public String volume() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
