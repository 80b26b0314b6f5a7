package io.kvmherd.common.model;

/**
 * Whether a host can send and take guests over TLS, as its agent sees it. Certificates that are there may still be refused
 * by the other side: that shows when a migration begins, and then the guest stays.
 */
public enum TlsReadiness {
    /** libvirt listens for TLS, and both it and QEMU have certificates that have not run out. */
    READY,
    /** libvirt does not listen for TLS, so that no other host reaches it. */
    NOT_LISTENING,
    /** libvirt has no certificate to show to another host. */
    LIBVIRT_CERTIFICATE_MISSING,
    /** QEMU has no certificates for migrations. */
    QEMU_CERTIFICATE_MISSING,
    /** One of them has run out. */
    CERTIFICATE_EXPIRED
}
