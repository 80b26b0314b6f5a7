package io.kvmherd.agent.libvirt;

import com.sun.jna.Pointer;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.regex.Pattern;
import org.libvirt.Error.ErrorDomain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** The one table from libvirt's errors to ours. */
final class LibvirtFailures {
    private static final Pattern CERTIFICATES = Pattern.compile(
            "certificate|\\bTLS (session|handshake|connection)|x509|handshake|authentication failed",
            Pattern.CASE_INSENSITIVE);

    private LibvirtFailures() {}

    /** @param what what was being done, for the message: "starting guest web-1" */
    static KvmherdException of(String what, LibvirtException failure) {
        org.libvirt.Error error = failure.getError();
        if (error == null) {
            return new KvmherdException(
                    ErrorCode.HYPERVISOR_FAILED, "libvirt failed " + what + " and did not say why", failure);
        }
        ErrorCode code = code(error.getCode(), error.getDomain());
        return new KvmherdException(code, message(what, String.valueOf(error.getMessage()), code), failure);
    }

    /**
     * How a guest was sent.
     *
     * @param ownIsAlive whether this host's own libvirt still answers
     */
    record Way(String destinationUri, boolean ownIsAlive) {}

    /**
     * Sending a guest failed. A destination that cannot be reached is the migration's failure, not a loss of this host's own
     * libvirt. What libvirt says about certificates names neither the host nor the place, and what it says about a
     * connection that QEMU turned down names nothing at all.
     */
    static KvmherdException ofTransfer(String what, LibvirtException failure, Way way) {
        KvmherdException plain = of(what, failure);
        boolean lostOwn = plain.code() == ErrorCode.UNREACHABLE && !way.ownIsAlive();
        boolean failed = plain.code() == ErrorCode.UNREACHABLE || plain.code() == ErrorCode.HYPERVISOR_FAILED;
        if (lostOwn || !failed) {
            return plain;
        }
        String said = "libvirt failed " + what + ": " + failure.getMessage();
        String next = !way.destinationUri().startsWith("qemu+tls:")
                ? ""
                : CERTIFICATES.matcher(said).find()
                        ? ". Check the certificates on both hosts: libvirt's in /etc/pki/CA and /etc/pki/libvirt, QEMU's in"
                                + " /etc/pki/qemu or migrate_tls_x509_cert_dir; both must come from one authority, be valid now,"
                                + " and name the host's migrationAddress"
                        : ". It was sent over TLS: if nothing else explains it, look for certificates in libvirt's log on both"
                                + " hosts, and in the guest's log in /var/log/libvirt/qemu";
        return new KvmherdException(ErrorCode.HYPERVISOR_FAILED, said + next, failure);
    }

    /**
     * Something was changed before libvirt failed. Always UNREACHABLE, whatever libvirt says: that is the code after which
     * the host is looked at, while any other would be taken to mean that nothing was done.
     *
     * @param done what was changed and what was not
     */
    static KvmherdException halfDone(String done, LibvirtException failure) {
        return new KvmherdException(
                ErrorCode.UNREACHABLE, done + " (" + failure.getMessage() + "); look at the host", failure);
    }

    /**
     * The failure of a call of {@link NativeLibvirt}, on the thread that made it. libvirt may return -1 without an error;
     * that is a failure all the same.
     */
    static KvmherdException last(String what) {
        Pointer error = NativeLibvirt.virGetLastError();
        if (error == null) {
            return new KvmherdException(ErrorCode.HYPERVISOR_FAILED, "libvirt failed " + what + " and did not say why");
        }
        ErrorNumber number = at(ErrorNumber.values(), error.getInt(0), ErrorNumber.VIR_ERR_UNKNOWN);
        ErrorDomain domain = at(ErrorDomain.values(), error.getInt(Integer.BYTES), ErrorDomain.VIR_FROM_NONE);
        ErrorCode code = code(number, domain);
        return new KvmherdException(code, message(what, lastMessage(), code));
    }

    /** Whether the last failed call of {@link NativeLibvirt} on this thread failed for this reason. */
    static boolean lastIs(ErrorNumber number) {
        Pointer error = NativeLibvirt.virGetLastError();
        return error != null && error.getInt(0) == number.ordinal();
    }

    /** libvirt's words about the last failed call of {@link NativeLibvirt} on this thread. */
    static String lastMessage() {
        Pointer error = NativeLibvirt.virGetLastError();
        Pointer text = error == null ? null : error.getPointer(2L * Integer.BYTES);
        return text == null ? "no reason given" : text.getString(0, "UTF-8");
    }

    /** Turns the binding's own "-1 and no exception" into a failure. */
    static void requireSuccess(int result, String what) {
        if (result < 0) {
            throw last(what);
        }
    }

    static ErrorCode code(ErrorNumber number, ErrorDomain domain) {
        return switch (number) {
            case VIR_ERR_NO_DOMAIN -> ErrorCode.NOT_FOUND;
            case VIR_ERR_OPERATION_INVALID, VIR_ERR_DOM_EXIST, VIR_ERR_MIGRATE_UNSAFE, VIR_ERR_CPU_INCOMPATIBLE ->
                ErrorCode.CONFLICT;
            case VIR_ERR_OPERATION_TIMEOUT, VIR_ERR_RESOURCE_BUSY -> ErrorCode.BUSY;
            case VIR_ERR_OPERATION_ABORTED -> ErrorCode.CANCELLED;
            case VIR_ERR_NO_SUPPORT, VIR_ERR_OPERATION_UNSUPPORTED, VIR_ERR_ARGUMENT_UNSUPPORTED ->
                ErrorCode.UNSUPPORTED;
            case VIR_ERR_INVALID_CONN,
                    VIR_ERR_NO_CONNECT,
                    VIR_ERR_UNKNOWN_HOST,
                    VIR_ERR_RPC,
                    VIR_ERR_GNUTLS_ERROR,
                    VIR_ERR_AUTH_FAILED,
                    VIR_ERR_AUTH_CANCELLED,
                    VIR_ERR_AUTH_UNAVAILABLE,
                    VIR_ERR_NO_SERVER -> ErrorCode.UNREACHABLE;
            case VIR_ERR_INTERNAL_ERROR, VIR_ERR_SYSTEM_ERROR ->
                isTransport(domain) ? ErrorCode.UNREACHABLE : ErrorCode.HYPERVISOR_FAILED;
            default -> ErrorCode.HYPERVISOR_FAILED;
        };
    }

    /** A lost connection is an "internal error" or a "system error" of these parts of libvirt. */
    private static boolean isTransport(ErrorDomain domain) {
        return switch (domain) {
            case VIR_FROM_RPC, VIR_FROM_REMOTE, VIR_FROM_STREAMS -> true;
            default -> false;
        };
    }

    private static String message(String what, String libvirtSays, ErrorCode code) {
        String next = code == ErrorCode.UNREACHABLE ? ". Is libvirtd running? See its journal" : "";
        return "libvirt failed " + what + ": " + libvirtSays + next;
    }

    private static <T> T at(T[] values, int index, T otherwise) {
        return index >= 0 && index < values.length ? values[index] : otherwise;
    }
}
