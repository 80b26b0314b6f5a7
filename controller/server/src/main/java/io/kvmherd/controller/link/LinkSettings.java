package io.kvmherd.controller.link;

import io.kvmherd.common.runtime.tls.TlsIdentity;

/**
 * Where and as whom the server listens.
 *
 * @param address of this machine; never all of them
 * @param port 0 lets the system choose, for tests
 * @param identity this controller's certificate; agents of the same cluster are let in
 * @param heartbeat how a dead link is noticed, and one that leads to nothing
 */
public record LinkSettings(String address, int port, TlsIdentity identity, Heartbeat heartbeat) {
    /**
     * @param pingMs how often the other side is asked for a sign of life
     * @param silenceMs after how much silence the link is closed
     * @param inventoryMs within which an agent has told what its host has, or that it takes no orders from here; a link on which
     *     it has not is closed, because no guest of that host can be cared for on it, and the agent dials anew
     */
    public record Heartbeat(long pingMs, long silenceMs, long inventoryMs) {
        public static final Heartbeat DEFAULT = new Heartbeat(3_000, 10_000, 120_000);
    }
}
