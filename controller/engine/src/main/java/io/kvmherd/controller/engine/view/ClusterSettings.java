package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.EvacuationPolicy;
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
 * @param migrationsOutPerHost live migrations that may leave a host at a time that has no limit of its own
 * @param migrationsInPerHost live migrations that may arrive at such a host at a time
 * @param reportAgeMaxMs beyond this age of its last report a host takes no guests
 * @param migrationMibPerSecond what a migration is assumed to send each second, for estimates
 * @param migrationPolicy how far migrations may go of guests that have no policy of their own
 * @param migrationLimitMibPerSecond what a migration may send each second, 0 for no limit
 * @param evacuation what evacuations do with guests that have no policy of their own
 * @param migrationTls whether guests travel over TLS
 * @param migrationHostLimitMibPerSecond what all migrations out of one host may send each second together, and all into one
 *     host; 0 for no limit
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
        EvacuationPolicy evacuation,
        TlsPolicy migrationTls,
        long migrationHostLimitMibPerSecond) {
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
                EvacuationPolicy.LIVE,
                TlsPolicy.PREFERRED,
                0);
    }

    /** What a migration is expected to send each second. */
    public long migrationExpectedMibPerSecond() {
        return within(migrationMibPerSecond);
    }

    /** What a migration sends each second that could send so much, for all that it is limited. */
    public long within(long mibPerSecond) {
        long byOwn =
                migrationLimitMibPerSecond == 0 ? mibPerSecond : Math.min(mibPerSecond, migrationLimitMibPerSecond);
        return migrationHostLimitMibPerSecond == 0 ? byOwn : Math.min(byOwn, migrationHostLimitMibPerSecond);
    }

    /** The same, but for how far migrations may go of guests that have no policy of their own. */
    public ClusterSettings migratingBy(MigrationPolicy policy) {
        return new ClusterSettings(
                ratios,
                hostRatios,
                hostReserveMib,
                migrationsOutPerHost,
                migrationsInPerHost,
                reportAgeMaxMs,
                migrationMibPerSecond,
                policy,
                migrationLimitMibPerSecond,
                evacuation,
                migrationTls,
                migrationHostLimitMibPerSecond);
    }

    /** The host's own overcommit, empty where the cluster's holds. */
    public Optional<Ratios> ratiosOf(HostId host) {
        return Optional.ofNullable(hostRatios.get(host));
    }
}
