package io.kvmherd.agent.core.simulated;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The wire between simulated hosts, and what they share: migrations find their destination here by its URI, and a shared
 * pool's proofs lie here. Its monitor is the one lock of all its hosts.
 */
public final class SimulatedCluster {

    private final Map<String, SimulatedHost> byUri = new TreeMap<>();
    private final Map<String, Map<String, String>> nonces = new TreeMap<>();

    synchronized void join(SimulatedHost host) {
        if (byUri.putIfAbsent(host.profile.uri(), host) != null) {
            throw new IllegalArgumentException("two simulated hosts have the URI " + host.profile.uri());
        }
    }

    synchronized Optional<SimulatedHost> at(String uri) {
        return Optional.ofNullable(byUri.get(uri));
    }

    /** @param storage what really lies under a pool: the same text on two hosts means the same folder */
    synchronized void writeProof(String storage, String host, String nonce) {
        nonces.computeIfAbsent(storage, key -> new TreeMap<>()).put(host, nonce);
    }

    synchronized boolean hasProof(String storage, String nonce) {
        Map<String, String> written = nonces.get(storage);
        return written != null && written.containsValue(nonce);
    }
}
