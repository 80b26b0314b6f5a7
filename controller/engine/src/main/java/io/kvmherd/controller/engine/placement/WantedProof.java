package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;

/** A declared pool that has to be proved shared between two hosts before a guest can move between them. */
public record WantedProof(String pool, HostPair hosts) implements Comparable<WantedProof> {
    public static WantedProof of(String pool, HostId one, HostId other) {
        return new WantedProof(pool, HostPair.of(one, other));
    }

    @Override
    public int compareTo(WantedProof other) {
        int byPool = pool.compareTo(other.pool);
        if (byPool != 0) {
            return byPool;
        }
        int byFirst = hosts.first().compareTo(other.hosts.first());
        return byFirst != 0 ? byFirst : hosts.second().compareTo(other.hosts.second());
    }
}
