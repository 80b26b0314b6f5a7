package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The migrations that one direction of each host has room for, as lanes.
 *
 * <p>To count what runs is not enough: the plan is carried out at another pace than estimated, and only {@code after} holds
 * then. Each lane is a chain, every step waiting for the one before it in its lane, so there are never more at a time than
 * lanes, at any pace.
 */
final class Slots {
    private final ToIntFunction<HostId> lanesOf;
    private final SortedMap<HostId, List<Lane>> lanes = new TreeMap<>();

    /** @param lanesOf how many each host has */
    Slots(ToIntFunction<HostId> lanesOf) {
        this.lanesOf = lanesOf;
    }

    boolean hasFree(HostId host, long nowSeconds) {
        return freeLane(host, nowSeconds) >= 0;
    }

    /**
     * Takes a free lane; there must be one.
     *
     * @return the step that has to have ended before, if the lane was used already
     */
    Optional<Integer> take(HostId host, long nowSeconds, int step, long endSeconds) {
        int free = freeLane(host, nowSeconds);
        List<Lane> ofHost = lanes.computeIfAbsent(host, id -> new ArrayList<>());
        Lane taken = new Lane(step, endSeconds);
        if (free == ofHost.size()) {
            ofHost.add(taken);
            return Optional.empty();
        }
        return Optional.of(ofHost.set(free, taken).step());
    }

    private int freeLane(HostId host, long nowSeconds) {
        List<Lane> ofHost = lanes.getOrDefault(host, List.of());
        if (ofHost.size() < lanesOf.applyAsInt(host)) {
            return ofHost.size();
        }
        for (int lane = 0; lane < ofHost.size(); lane++) {
            if (ofHost.get(lane).endSeconds() <= nowSeconds) {
                return lane;
            }
        }
        return -1;
    }

    private record Lane(int step, long endSeconds) {}
}
