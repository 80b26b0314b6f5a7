package io.kvmherd.common.model;

/**
 * An existing volume, named by its pool; never by a path from outside.
 *
 * @param pool libvirt's pool name
 * @param volume libvirt's volume name in it
 * @param format image format, always stated and never probed: raw or qcow2
 */
public record VolumeReference(String pool, String volume, Format format) {
    /** Image formats that may be attached. */
    public enum Format {
        RAW,
        QCOW2
    }

    public VolumeReference {
        Names.requireFileName("pool name", pool);
        Names.requireFileName("volume name", volume);
    }
}
