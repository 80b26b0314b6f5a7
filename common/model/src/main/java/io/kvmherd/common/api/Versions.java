package io.kvmherd.common.api;

/** Versions of QEMU and libvirt as people write them. */
public final class Versions {
    private static final long MAJOR = 1_000_000;
    private static final long MINOR = 1_000;

    private Versions() {}

    /** Undoes libvirt's encoding, major * 1,000,000 + minor * 1,000 + release: 7002001 is 7.2.1. 0 is unknown, an empty text. */
    public static String asText(long encoded) {
        return encoded == 0 ? "" : encoded / MAJOR + "." + encoded % MAJOR / MINOR + "." + encoded % MINOR;
    }
}
