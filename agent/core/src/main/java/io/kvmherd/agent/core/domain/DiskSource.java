package io.kvmherd.agent.core.domain;

/**
 * Where a volume lies on this host.
 *
 * @param path of the file or device
 */
public record DiskSource(String path, Kind kind) {

    /** What lies at the path. */
    public enum Kind {
        FILE,
        BLOCK
    }
}
