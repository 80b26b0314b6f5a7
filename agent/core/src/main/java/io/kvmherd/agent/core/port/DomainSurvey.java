package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.StartsWithHost;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A domain as its hypervisor has it, whoever defined it.
 *
 * @param domainXml live of one that is active, persistent of one that is off; without secrets
 * @param persistent whether its definition outlasts it
 * @param autostart whether the hypervisor starts it with the host
 * @param recorded what our element says of its former autostart; NO without such an element
 * @param snapshots how many it has
 * @param fileSystems type of the file system below each of its disks' files ("ext4", "nfs4"), by path; a path that could
 *     not be looked at is missing
 */
public record DomainSurvey(
        String domainXml,
        boolean persistent,
        boolean autostart,
        StartsWithHost recorded,
        int snapshots,
        SortedMap<String, String> fileSystems) {
    public DomainSurvey {
        fileSystems = Collections.unmodifiableSortedMap(new TreeMap<>(fileSystems));
    }
}
