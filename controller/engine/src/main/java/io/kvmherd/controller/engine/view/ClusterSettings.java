package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.model.TlsPolicy;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an operator set for the whole cluster.
 *
 * @param ratios overcommit where a host has none of its own
 * @param hostRatios overcommit of single hosts
 * @param hostReserveMib memory of each host that guests never get
 * @param migrationsOutPerHost live migrations that may leave one host at a time
 * @param migrationsInPerHost live migrations that may arrive at one host at a time
 * @param reportAgeMaxMs beyond this age of its last report a host takes no guests
 * @param migrationMibPerSecond what a migration is assumed to send each second, for estimates
 * @param migrationPolicy how far migrations may go of guests that have no policy of their own
 * @param migrationLimitMibPerSecond what a migration may send each second, 0 for no limit
 * @param migrationTls whether guests travel over TLS
 */
public record ClusterSettings(
        Ratios ratios,
        SortedMap<HostId, Ratios> hostRatios,
        long hostReserveMib,
        int migrationsOutPerHost,
        int migrationsInPerHost,
        long reportAgeMaxMs,
        long migrationMibPerSecond,
        MigrationPolicy migrationPolicy,
        long migrationLimitMibPerSecond,
        TlsPolicy migrationTls) {
    public static final ClusterSettings DEFAULT = new ClusterSettings(Ratios.DEFAULT, 2_048, 2, 2, 15_000, 100);

    public ClusterSettings {
        hostRatios = Collections.unmodifiableSortedMap(new TreeMap<>(hostRatios));
    }

    /** Settings where no host has ratios of its own and migrations are as usual. */
    // size: the record's own components
    public ClusterSettings(
            Ratios ratios,
            long hostReserveMib,
            int migrationsOutPerHost,
            int migrationsInPerHost,
            long reportAgeMaxMs,
            long migrationMibPerSecond) {
        this(
                ratios,
                Collections.emptySortedMap(),
                hostReserveMib,
                migrationsOutPerHost,
                migrationsInPerHost,
                reportAgeMaxMs,
                migrationMibPerSecond,
                MigrationPolicy.NORMAL,
                0,
                TlsPolicy.PREFERRED);
    }

    /** What a migration is expected to send each second. */
    public long migrationExpectedMibPerSecond() {
        return migrationLimitMibPerSecond == 0
                ? migrationMibPerSecond
                : Math.min(migrationMibPerSecond, migrationLimitMibPerSecond);
    }

    /** The host's own overcommit, empty where the cluster's holds. */
    public Optional<Ratios> ratiosOf(HostId host) {
        return Optional.ofNullable(hostRatios.get(host));
    }
}
