package io.kvmherd.agent.core.simulated;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The wire between simulated hosts, and what they share: migrations find their destination here by its URI, and a shared
 * pool's proofs lie here. Its monitor is the one lock of all its hosts.
 */
public final class SimulatedCluster {

    /** Proofs of one host that one storage keeps; the oldest goes first. */
    private static final int PROOFS_KEPT = 64;

    private final Map<String, SimulatedHost> byUri = new TreeMap<>();
    private final Map<String, Map<String, Deque<String>>> nonces = new TreeMap<>();

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
        Deque<String> written = nonces.computeIfAbsent(storage, key -> new TreeMap<>())
                .computeIfAbsent(host, key -> new ArrayDeque<>());
        written.remove(nonce);
        written.addLast(nonce);
        if (written.size() > PROOFS_KEPT) {
            written.removeFirst();
        }
    }

    synchronized boolean hasProof(String storage, String nonce) {
        return nonces.getOrDefault(storage, new TreeMap<>()).values().stream()
                .anyMatch(written -> written.contains(nonce));
    }
}
