package io.kvmherd.common.model;

/** Whether guests travel between hosts over TLS, control and data alike. */
public enum TlsPolicy {
    /** In the clear, for networks that nobody else is on. */
    OFF,
    /** Over TLS wherever both hosts can; in the clear, and said so, where one cannot. */
    PREFERRED,
    /** Over TLS or not at all. */
    REQUIRED
}
