package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.HostId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which pools are shared. A pool counts as shared between two hosts only if the operator declared it and one of the two
 * read there what the other had just written.
 *
 * @param declared pool names that the operator declared shared
 * @param proved per pool the pairs of hosts between which it was proved; a pair is stored smaller host first
 * @param trust what counts as proved
 * @param unshared what becomes of disks in other pools when their guest moves
 */
public record SharedStorage(
        SortedSet<String> declared, SortedMap<String, List<HostPair>> proved, Trust trust, Unshared unshared) {
    public static final SharedStorage NONE = new SharedStorage(new TreeSet<>(), new TreeMap<>());

    /** What counts as proved. */
    public enum Trust {
        /** Only what was proved. The rule for everything that moves. */
        PROVED,
        /**
         * Whatever is declared, because each migration proves its own pair of hosts before it begins. For choosing a
         * destination: a pair that was never tried must not lose to one that happens to have been.
         */
        DECLARED
    }

    /** What becomes of a disk that is in no shared pool when its guest moves. */
    public enum Unshared {
        /** It stays, and its guest with it. The rule, unless somebody asked for more. */
        STAYS,
        /** It is copied along. */
        COPIED
    }

    /** Two different hosts, in order. */
    public record HostPair(HostId first, HostId second) {
        public static HostPair of(HostId one, HostId other) {
            return one.compareTo(other) <= 0 ? new HostPair(one, other) : new HostPair(other, one);
        }
    }

    public SharedStorage {
        declared = Collections.unmodifiableSortedSet(new TreeSet<>(declared));
        SortedMap<String, List<HostPair>> copy = new TreeMap<>();
        proved.forEach((pool, pairs) -> copy.put(pool, List.copyOf(pairs)));
        proved = Collections.unmodifiableSortedMap(copy);
    }

    public SharedStorage(SortedSet<String> declared, SortedMap<String, List<HostPair>> proved) {
        this(declared, proved, Trust.PROVED, Unshared.STAYS);
    }

    public SharedStorage trusting(Trust newTrust) {
        return new SharedStorage(declared, proved, newTrust, unshared);
    }

    public SharedStorage copying() {
        return new SharedStorage(declared, proved, trust, Unshared.COPIED);
    }

    /** For a guest that is off: no disk is copied along then. */
    SharedStorage withoutCopying() {
        return new SharedStorage(declared, proved, trust, Unshared.STAYS);
    }

    public boolean copies() {
        return unshared == Unshared.COPIED;
    }

    /** This, and the pool was proved between the two. */
    public SharedStorage withProof(String pool, HostPair between) {
        List<HostPair> pairs = new ArrayList<>(proved.getOrDefault(pool, List.of()));
        if (pairs.contains(between)) {
            return this;
        }
        pairs.add(between);
        SortedMap<String, List<HostPair>> more = new TreeMap<>(proved);
        more.put(pool, pairs);
        return new SharedStorage(declared, more, trust, unshared);
    }

    /** This without what was proved with a host. */
    public SharedStorage withoutProofsOf(HostId host) {
        SortedMap<String, List<HostPair>> left = new TreeMap<>();
        proved.forEach((pool, pairs) -> left.put(
                pool,
                pairs.stream()
                        .filter(pair ->
                                !pair.first().equals(host) && !pair.second().equals(host))
                        .toList()));
        return new SharedStorage(declared, left, trust, unshared);
    }

    public boolean isDeclared(String pool) {
        return declared.contains(pool);
    }

    public boolean isProved(String pool, HostId one, HostId other) {
        if (trust == Trust.DECLARED && isDeclared(pool)) {
            return true;
        }
        List<HostPair> pairs = proved.get(pool);
        return pairs != null && pairs.contains(HostPair.of(one, other));
    }
}
