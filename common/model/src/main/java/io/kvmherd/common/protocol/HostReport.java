package io.kvmherd.common.protocol;

import io.kvmherd.common.model.CpuInUse;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ObservedGuest;
import java.util.List;

/**
 * What a host is, has and runs at one moment. Soft: it may lower what a scheduler believes to be free, and never decides
 * how an operation ended.
 *
 * @param version of the wire format
 * @param host who reports
 * @param generation which life of the host; a reader drops a report of another life than the command link told it
 * @param sequence grows within one life; the higher one wins, clocks are never compared
 * @param authentication reserved for a signature by the host's key; empty for now
 * @param facts what the host is
 * @param load what it uses
 * @param guests all domains, managed or not
 * @param cpus the CPUs that running guests were given; of a guest that is in none of them it is not known
 * @param disks the disks of running guests; of a guest that is in none of them they are not known
 */
public record HostReport(
        int version,
        HostId host,
        HostGeneration generation,
        long sequence,
        String authentication,
        HostFacts facts,
        HostLoad load,
        List<ObservedGuest> guests,
        List<CpuInUse> cpus,
        List<GuestDisks> disks) {
    public HostReport {
        guests = List.copyOf(guests);
        cpus = cpus.stream().limit(Limits.CPUS_IN_USE).toList();
        disks = disks.stream().limit(Limits.GUESTS_WITH_DISKS).toList();
    }

    /** A report of a host that does not tell which CPUs and disks its guests have. */
    // size: the record's own components
    public HostReport(
            int version,
            HostId host,
            HostGeneration generation,
            long sequence,
            String authentication,
            HostFacts facts,
            HostLoad load,
            List<ObservedGuest> guests) {
        this(version, host, generation, sequence, authentication, facts, load, guests, List.of(), List.of());
    }
}
