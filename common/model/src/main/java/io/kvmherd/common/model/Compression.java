package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.Locale;

/** How memory is compressed on its way. QEMU's old "mt" is not here: it lost races, and QEMU gave it up. */
public enum Compression {
    NONE,
    /** Pages that were sent before are sent as their difference; over one connection. */
    XBZRLE,
    /** Over several connections, by libvirt 9.4 or newer. */
    ZLIB,
    /** As zlib, faster. */
    ZSTD;

    /** libvirt's version that first took methods for several connections, in its own encoding. */
    public static final long PARALLEL_SINCE_LIBVIRT = 9_004_000;

    /** Whether only several connections can use it. */
    public boolean isParallel() {
        return this == ZLIB || this == ZSTD;
    }

    /** As libvirt and people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws KvmherdException INVALID_INPUT for a word that is none of the methods */
    public static Compression of(String word) {
        return switch (word) {
            case "xbzrle" -> XBZRLE;
            case "zlib" -> ZLIB;
            case "zstd" -> ZSTD;
            case "mt", "multithread" ->
                throw invalid(
                        "compress=" + word + " is QEMU's old compression by threads, which lost races and was given"
                                + " up; use zstd over several connections, or xbzrle over one");
            default -> throw invalid("compress=" + word + " is none of xbzrle, zlib, zstd");
        };
    }

    private static KvmherdException invalid(String why) {
        return new KvmherdException(ErrorCode.INVALID_INPUT, "migration policy: " + why);
    }
}
