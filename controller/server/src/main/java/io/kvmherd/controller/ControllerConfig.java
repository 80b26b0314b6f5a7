package io.kvmherd.controller;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.common.runtime.config.Default;
import io.kvmherd.common.runtime.config.NetworkAddress;
import io.kvmherd.common.runtime.hazelcast.MemberSettings;
import io.kvmherd.common.runtime.tls.TlsFiles;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.http.ApiServer;
import io.kvmherd.controller.http.NetworkApi;
import io.kvmherd.controller.store.AuditRetention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code controller.yaml}.
 *
 * @param dataDir folder of the database; one controller holds it
 * @param socket the API
 * @param link where agents dial in
 * @param tls this controller's certificate
 * @param hazelcast where reports arrive
 * @param metrics where health and metrics are served besides the socket
 * @param cluster what holds for all hosts
 * @param hosts what holds for single hosts instead, by name
 * @param audit how long it is kept who asked for what
 * @param sharedPools libvirt pools that are shared between hosts; each is proved before a migration relies on it
 */
record ControllerConfig(
        @Default("/var/lib/kvmherd/controller") Path dataDir,
        Socket socket,
        Api api,
        Listener link,
        TlsFiles tls,
        Hazelcast hazelcast,
        Metrics metrics,
        Cluster cluster,
        Map<String, Host> hosts,
        Audit audit,
        List<String> sharedPools) {
    ControllerConfig {
        if (sharedPools.size() > Limits.LIST_ENTRIES) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "sharedPools has " + sharedPools.size() + " entries; at most " + Limits.LIST_ENTRIES
                            + " are allowed");
        }
        requireBetween("hosts, the number of its entries,", hosts.size(), 0, Limits.HOSTS);
        hosts.keySet().forEach(HostId::new);
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        sharedPools.forEach(pool -> Names.requireFileName("shared pool", pool));
        sharedPools = List.copyOf(sharedPools);
    }

    /** @param group whose members may use the socket, besides root */
    record Socket(
            @Default("/run/kvmherd/api.sock") Path path,
            @Default("kvmherd") String group) {}

    /**
     * @param keepDays rows that are older are forgotten
     * @param keepRows so many are kept at most
     */
    record Audit(
            @Default("400") int keepDays,
            @Default("1000000") long keepRows) {
        private static final int DAYS_MAX = 36_500;
        private static final long ROWS_MIN = 1_000;
        private static final long ROWS_MAX = 100_000_000;

        Audit {
            requireBetween("audit.keepDays", keepDays, 1, DAYS_MAX);
            requireBetween("audit.keepRows", keepRows, ROWS_MIN, ROWS_MAX);
        }

        AuditRetention toRetention() {
            return new AuditRetention(Duration.ofDays(keepDays), keepRows);
        }
    }

    /**
     * The API over the network, with TLS and tokens.
     *
     * @param address one address of this machine; empty, as it is by default, and nothing listens
     */
    record Api(@Default("") String address, @Default("7440") int port) {
        Api {
            requireBetween("port", port, 1, 65_535);
            if (!address.isEmpty()) {
                requireListenable(address, port);
            }
        }

        private Optional<NetworkApi.Settings> settings(TlsFiles tls) {
            return address.isEmpty() ? Optional.empty() : Optional.of(new NetworkApi.Settings(address, port, tls));
        }
    }

    /** @param address one address of this machine, never all of them */
    record Listener(
            @Default("127.0.0.1") String address,
            @Default("7441") int port) {
        Listener {
            requireListenable(address, port);
        }
    }

    /** @param address one address of this machine; the loopback address keeps it to this machine */
    record Metrics(
            @Default("127.0.0.1") String address,
            @Default("7448") int port) {
        Metrics {
            requireListenable(address, port);
        }
    }

    /**
     * @param clusterName the same everywhere; not a secret
     * @param memberAddress where other controllers reach this one
     * @param clientAddress where agents reach this one
     */
    record Hazelcast(
            @Default("kvmherd") String clusterName,
            @Default("127.0.0.1") String memberAddress,
            @Default("5701") int memberPort,
            @Default("127.0.0.1") String clientAddress,
            @Default("5702") int clientPort) {
        Hazelcast {
            requireListenable(memberAddress, memberPort);
            requireListenable(clientAddress, clientPort);
        }

        private static final Duration REPORT_EXPIRY = Duration.ofSeconds(30);

        MemberSettings toSettings() {
            return new MemberSettings(
                    clusterName,
                    new NetworkAddress(memberAddress + ":" + memberPort),
                    new NetworkAddress(clientAddress + ":" + clientPort),
                    List.of(),
                    REPORT_EXPIRY);
        }
    }

    /**
     * @param memoryRatio committed memory, as a multiple of what a host can use; 1.0 is no overcommit
     * @param cpuRatio virtual CPUs, as a multiple of a host's CPU capacity
     * @param hostReserveMib memory of each host that guests never get
     * @param migrationsOutPerHost live migrations that may leave one host at a time
     * @param migrationsInPerHost live migrations that may arrive at one host at a time
     * @param migrationPolicy how far migrations may go: gentle, normal, must-finish, or values of its own
     * @param migrationLimitMibPerSecond what one migration may send each second, 0 for no limit
     * @param evacuation what evacuations do with guests that say nothing: live, live-else-cold, cold,
     *     shutdown-return, stay or block
     * @param migrationTls whether guests travel over TLS: preferred takes it where both hosts can, required refuses
     *     where one cannot
     * @param migrationHostLimitMibPerSecond what all migrations out of one host may send each second together, and all into
     *     one host; 0 for no limit
     */
    record Cluster(
            @Default("1.0") double memoryRatio,
            @Default("4.0") double cpuRatio,
            @Default("2048") long hostReserveMib,
            @Default("2") int migrationsOutPerHost,
            @Default("2") int migrationsInPerHost,
            @Default("normal") String migrationPolicy,
            @Default("0") long migrationLimitMibPerSecond,
            @Default("live") String evacuation,
            @Default("preferred") TlsPolicy migrationTls,
            @Default("0") long migrationHostLimitMibPerSecond) {
        private static final int PERCENT = 100;
        private static final long RESERVE_MAX_MIB = 1_024 * 1_024;

        Cluster {
            requireBetween("hostReserveMib", hostReserveMib, 0, RESERVE_MAX_MIB);
            requireBetween("migrationsOutPerHost", migrationsOutPerHost, 1, Limits.MIGRATIONS_PER_HOST);
            requireBetween("migrationsInPerHost", migrationsInPerHost, 1, Limits.MIGRATIONS_PER_HOST);
            requireBetween(
                    "migrationLimitMibPerSecond", migrationLimitMibPerSecond, 0, Limits.MIGRATION_MIB_PER_SECOND);
            requireBetween(
                    "migrationHostLimitMibPerSecond",
                    migrationHostLimitMibPerSecond,
                    0,
                    Limits.MIGRATION_MIB_PER_SECOND);
            ratios(memoryRatio, cpuRatio);
            new MigrationPolicy(migrationPolicy);
            EvacuationPolicy.of(evacuation);
        }

        private ClusterSettings toSettings(SortedMap<HostId, Ratios> hostRatios) {
            return new ClusterSettings(
                    ratios(memoryRatio, cpuRatio),
                    hostRatios,
                    hostReserveMib,
                    migrationsOutPerHost,
                    migrationsInPerHost,
                    ClusterSettings.DEFAULT.reportAgeMaxMs(),
                    ClusterSettings.DEFAULT.migrationMibPerSecond(),
                    new MigrationPolicy(migrationPolicy),
                    migrationLimitMibPerSecond,
                    EvacuationPolicy.of(evacuation),
                    migrationTls,
                    migrationHostLimitMibPerSecond);
        }

        private static Ratios ratios(double memory, double cpu) {
            return new Ratios((int) Math.round(memory * PERCENT), (int) Math.round(cpu * PERCENT));
        }
    }

    /**
     * @param memoryRatio as the cluster's, for this host; the cluster's where it is left out
     * @param cpuRatio likewise
     */
    record Host(Optional<Double> memoryRatio, Optional<Double> cpuRatio) {
        private Ratios over(Cluster cluster) {
            return Cluster.ratios(memoryRatio.orElse(cluster.memoryRatio()), cpuRatio.orElse(cluster.cpuRatio()));
        }
    }

    /** Where the API is served. */
    ApiServer.Places apiPlaces() {
        return new ApiServer.Places(socket.path(), socket.group(), api.settings(tls));
    }

    /** What the engine decides by. */
    ClusterSettings settings() {
        SortedMap<HostId, Ratios> hostRatios = new TreeMap<>();
        hosts.forEach((name, host) -> hostRatios.put(new HostId(name), host.over(cluster)));
        return cluster.toSettings(hostRatios);
    }

    private static void requireListenable(String address, int port) {
        requireBetween("port", port, 1, 65_535);
        new NetworkAddress((address.contains(":") ? "[" + address + "]" : address) + ":" + port);
    }

    private static void requireBetween(String what, long value, long low, long high) {
        if (value < low || value > high) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, what + " is " + value + "; it must be between " + low + " and " + high);
        }
    }
}
