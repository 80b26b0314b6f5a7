package io.kvmherd.agent.libvirt;

import com.sun.jna.ptr.LongByReference;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import org.libvirt.LibvirtException;

/** Which libvirt this adapter works with. */
final class LibvirtVersions {
    /** 8.0.0 in libvirt's encoding. */
    static final long MINIMUM = 8_000_000;

    private LibvirtVersions() {}

    /** @throws KvmherdException UNSUPPORTED when the client library or the daemon is too old */
    static void require(OpenConnection connection) throws LibvirtException {
        LongByReference library = new LongByReference();
        LibvirtFailures.requireSuccess(NativeLibvirt.virGetVersion(library, null, null), "telling its version");
        require("client library", library.getValue());
        require("daemon", connection.getLibVersion());
    }

    static void require(String part, long version) {
        if (version < MINIMUM) {
            throw new KvmherdException(
                    ErrorCode.UNSUPPORTED,
                    "libvirt's " + part + " is version " + text(version) + "; this agent needs " + text(MINIMUM)
                            + " or newer. Upgrade libvirt on this host");
        }
    }

    private static String text(long version) {
        return version / 1_000_000 + "." + version / 1_000 % 1_000 + "." + version % 1_000;
    }
}
