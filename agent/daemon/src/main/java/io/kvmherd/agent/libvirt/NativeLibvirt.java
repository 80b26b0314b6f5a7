package io.kvmherd.agent.libvirt;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of libvirt that the Java binding lacks, or wraps in objects that a finalizer frees. Signatures follow
 * libvirt's headers: {@code unsigned int} is int here, a {@code char *} that the caller must free is a Pointer.
 *
 * <p>All of them exist since libvirt 4.4; this project asks for 8.0.
 */
final class NativeLibvirt {
    static final int STATS_STATE = 1;
    static final int STATS_CPU_TOTAL = 2;
    static final int STATS_BALLOON = 4;
    static final int STATS_VCPU = 8;

    /** Leave out what could only be had by waiting for a guest that is busy. */
    static final int STATS_NOWAIT = 1 << 29;

    static final int METADATA_ELEMENT = 2;

    /** Statistics of the job that ended last, which libvirt then goes on keeping. */
    static final int JOB_STATS_COMPLETED = 1;

    static final int JOB_STATS_KEEP_COMPLETED = 1 << 1;

    /** Makes an incompatible CPU an error, whose message says what is missing. */
    static final int COMPARE_CPU_FAIL_INCOMPATIBLE = 1;

    /** Spells out the features that a model's name stands for. */
    static final int BASELINE_CPU_EXPAND_FEATURES = 1;

    private NativeLibvirt() {}

    /**
     * Binds the calls; cheap when it was done before.
     *
     * @throws KvmherdException UNSUPPORTED when libvirt's client library is missing or lacks one of them
     */
    static void load() {
        try {
            Binding.require();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new KvmherdException(
                    ErrorCode.UNSUPPORTED,
                    "libvirt's client library cannot be used: " + e.getMessage()
                            + ". Install libvirt 8.0 or newer (Debian: apt-get install libvirt0)",
                    e);
        }
    }

    static native int virGetVersion(LongByReference library, @Nullable String type, @Nullable LongByReference driver);

    static native @Nullable Pointer virGetLastError();

    static native int virConnectGetAllDomainStats(Pointer connection, int stats, PointerByReference records, int flags);

    static native int virDomainListGetStats(Pointer domains, int stats, PointerByReference records, int flags);

    static native void virDomainStatsRecordListFree(Pointer records);

    static native @Nullable Pointer virDomainLookupByUUIDString(Pointer connection, String uuid);

    static native int virDomainFree(Pointer domain);

    static native int virDomainGetUUIDString(Pointer domain, byte[] text);

    static native @Nullable String virDomainGetName(Pointer domain);

    static native int virDomainGetInfo(Pointer domain, Pointer info);

    static native @Nullable Pointer virDomainGetMetadata(Pointer domain, int kind, String namespace, int flags);

    static native int virDomainGetJobStats(
            Pointer domain, IntByReference type, PointerByReference parameters, IntByReference count, int flags);

    static native int virDomainGetState(Pointer domain, IntByReference state, IntByReference reason, int flags);

    /** {@code unsigned long long} is a long on every machine that QEMU's hosts have. */
    static native int virDomainMigrateSetMaxDowntime(Pointer domain, long milliseconds, int flags);

    /** {@code unsigned long} is as wide as a pointer. */
    static native int virDomainMigrateSetMaxSpeed(Pointer domain, NativeLong mibPerSecond, int flags);

    static native int virDomainMigrateStartPostCopy(Pointer domain, int flags);

    static native @Nullable Pointer virDomainSnapshotCurrent(Pointer domain, int flags);

    static native @Nullable String virDomainSnapshotGetName(Pointer snapshot);

    static native int virDomainSnapshotFree(Pointer snapshot);

    static native int virDomainRename(Pointer domain, String name, int flags);

    static native void virTypedParamsFree(Pointer parameters, int count);

    // size: the signature is libvirt's
    static native int virConnectCompareHypervisorCPU(
            Pointer connection,
            @Nullable String emulator,
            @Nullable String architecture,
            @Nullable String machine,
            @Nullable String domainType,
            String cpuXml,
            int flags);

    static native @Nullable Pointer virConnectBaselineCPU(Pointer connection, Pointer cpus, int count, int flags);

    // size: the signature is libvirt's
    static native @Nullable Pointer virConnectGetDomainCapabilities(
            Pointer connection,
            @Nullable String emulator,
            @Nullable String architecture,
            @Nullable String machine,
            @Nullable String domainType,
            int flags);

    /** Loading a class happens once, whoever asks first. */
    private static final class Binding {
        static {
            Native.register(NativeLibvirt.class, "virt");
        }

        static void require() {}
    }
}
