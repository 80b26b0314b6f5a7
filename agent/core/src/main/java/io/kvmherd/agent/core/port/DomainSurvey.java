package io.kvmherd.agent.core.port;

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
        int snapshots,
        SortedMap<String, String> fileSystems) {
    public DomainSurvey {
        chains = List.copyOf(chains);
        fileSystems = Collections.unmodifiableSortedMap(new TreeMap<>(fileSystems));
    }
}
