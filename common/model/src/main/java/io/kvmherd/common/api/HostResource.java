package io.kvmherd.common.api;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.TlsReadiness;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One host: what the operator wants of it, what the controller sees of it, what it is and what it carries. Of a host that
 * was never heard of, numbers are 0, texts and lists empty, and {@code reportAgeMs} is left out.
 *
 * @param inventoried whether it acknowledged this controller's epoch and told what it has
 * @param vendor maker of the CPU, from the CPU itself
 * @param cpuModel libvirt's closest model
 * @param virtualises whether it takes guests of kind KVM; every host takes emulated ones
 * @param threads hardware threads
 * @param cores physical cores
 * @param memoryMib all memory of its resource scope
 * @param usableMib of it for guests: less the host's reserve and huge pages
 * @param committedMib promised to guests, their overhead and open operations included
 * @param committedLimitMib how much may be promised: usable times the ratio
 * @param guaranteedMib of the promised never overcommitted; its limit is {@code usableMib}
 * @param memoryAvailableMib what new work could have right now
 * @param vcpus virtual CPUs of guests and open operations
 * @param vcpusLimit how many there may be: capacity times the ratio
 * @param memoryPercent the host's memory ratio
 * @param cpuPercent the host's CPU ratio
 * @param cpuUsedMilli CPU in use, in thousandths of a thread
 * @param guests managed guests that it owns, running or not
 * @param unmanaged guests on it that kvmherd does not manage; they count and are never touched
 * @param reportAgeMs how old its last report is
 * @param mode whether anything on it is changed: the strictest of what cluster, host and agent say
 * @param observedBy who says that it is only observed
 * @param tls whether guests can leave it and arrive over TLS; left out where it does not say
 * @param migrations how many may leave it and arrive at a time
 * @param links its own network interfaces (bridges, NICs, bonds), which guests can hang on; empty where it does not say
 */
public record HostResource(
        HostId name,
        HostDuty duty,
        Reachability reachability,
        boolean inventoried,
        String vendor,
        String cpuModel,
        boolean virtualises,
        int threads,
        int cores,
        long memoryMib,
        long usableMib,
        long committedMib,
        long committedLimitMib,
        long guaranteedMib,
        long memoryAvailableMib,
        long vcpus,
        long vcpusLimit,
        int memoryPercent,
        int cpuPercent,
        long cpuUsedMilli,
        Pressure pressure,
        int guests,
        int unmanaged,
        List<String> labels,
        List<PoolResource> pools,
        List<String> networks,
        HostVersions versions,
        String migrationAddress,
        OptionalLong reportAgeMs,
        ManagementMode mode,
        List<ModeSource> observedBy,
        Optional<TlsReadiness> tls,
        HostMigrations migrations,
        List<String> links) {
    public HostResource {
        observedBy = List.copyOf(observedBy);
        labels = List.copyOf(labels);
        pools = List.copyOf(pools);
        networks = List.copyOf(networks);
        links = List.copyOf(links);
    }

    /**
     * Limits of live migrations.
     *
     * @param outMax so many may leave at a time
     * @param inMax so many may arrive at a time
     * @param outOwn whether the first was set for this host; otherwise it is the cluster's
     * @param inOwn likewise
     */
    public record HostMigrations(int outMax, int inMax, boolean outOwn, boolean inOwn) {}

    /** Versions as people write them, such as 7.2.1; empty while unknown. */
    public record HostVersions(String qemu, String libvirt) {}
}
