package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.HostId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the last migrations between two hosts really sent each second, for estimates. Those that somebody had bounded say
 * nothing about the link and are left out.
 */
public record MeasuredRates(SortedMap<Way, Measured> ways) {
    /** So many of the newest migrations between two hosts are counted. */
    public static final int MIGRATIONS = 8;

    public static final MeasuredRates NONE = new MeasuredRates(Collections.emptySortedMap());

    public MeasuredRates {
        ways = Collections.unmodifiableSortedMap(new TreeMap<>(ways));
    }

    public Optional<Measured> between(HostId from, HostId to) {
        return Optional.ofNullable(ways.get(new Way(from, to)));
    }

    /** From one host to another. */
    public record Way(HostId from, HostId to) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            int byFrom = from.compareTo(other.from);
            return byFrom != 0 ? byFrom : to.compareTo(other.to);
        }
    }

    /**
     * @param mibPerSecond on the average, at least 1
     * @param migrations that were counted
     */
    public record Measured(long mibPerSecond, int migrations) {}
}
