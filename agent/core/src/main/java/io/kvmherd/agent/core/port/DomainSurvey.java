package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.StartsWithHost;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A domain as its hypervisor has it, whoever defined it.
 *
 * @param domainXml as it would migrate, of one that is active; persistent of one that is off; without secrets
 * @param chains what its disks rest on, of each that has a medium, in their order: {@code domainXml} does not tell
 * @param persistent whether its definition outlasts it
 * @param autostart whether the hypervisor starts it with the host
 * @param recorded what our element says of its former autostart; NO without such an element
 * @param ownStart what our element says of its start without a controller; ASKED without such an element
 * @param locked on which disks the hypervisor takes locks, so that two guests cannot write to one; to be shared by the
 *     hosts of a cluster is up to whoever configures it
 * @param snapshots how many it has
 * @param fileSystems type of the file system below each path of its chains ("ext4", "nfs4"); one that could not be
 *     looked at is missing
 */
public record DomainSurvey(
        String domainXml,
        List<DiskChain> chains,
        boolean persistent,
        boolean autostart,
        StartsWithHost recorded,
        OwnStart ownStart,
        DiskLocks locked,
        int snapshots,
        SortedMap<String, String> fileSystems) {
    public DomainSurvey {
        chains = List.copyOf(chains);
        fileSystems = Collections.unmodifiableSortedMap(new TreeMap<>(fileSystems));
    }

    /** Of a domain that carries no controller, where no locks are taken. */
    // size: the record's own components
    public DomainSurvey(
            String domainXml,
            List<DiskChain> chains,
            boolean persistent,
            boolean autostart,
            StartsWithHost recorded,
            int snapshots,
            SortedMap<String, String> fileSystems) {
        this(
                domainXml,
                chains,
                persistent,
                autostart,
                recorded,
                OwnStart.ASKED,
                DiskLocks.NONE,
                snapshots,
                fileSystems);
    }
}
