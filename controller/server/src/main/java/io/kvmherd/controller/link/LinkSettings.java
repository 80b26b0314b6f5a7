package io.kvmherd.controller.link;

import io.kvmherd.common.runtime.tls.TlsIdentity;

/**
 * Where and as whom the server listens.
 *
 * @param address of this machine; never all of them
 * @param port 0 lets the system choose, for tests
 * @param identity this controller's certificate; agents of the same cluster are let in
 * @param heartbeat how a dead link is noticed
 */
public record LinkSettings(String address, int port, TlsIdentity identity, Heartbeat heartbeat) {
    /**
     * @param pingMs how often the other side is asked for a sign of life
     * @param silenceMs after how much silence the link is closed
     */
    public record Heartbeat(long pingMs, long silenceMs) {
        public static final Heartbeat DEFAULT = new Heartbeat(3_000, 10_000);
    }
}
