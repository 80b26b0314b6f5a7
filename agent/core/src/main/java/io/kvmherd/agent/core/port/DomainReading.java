package io.kvmherd.agent.core.port;

import java.util.List;
import java.util.Optional;

/**
 * A persistent domain as its hypervisor keeps it, to be compared with an earlier reading.
 *
 * @param persistentXml inactive and migratable, without secrets
 * @param liveXml of one that is active
 * @param autostart whether the hypervisor starts it with the host
 * @param snapshots their names, in order of name
 * @param currentSnapshot the one that its state rests on; empty for none
 * @param libvirtVersion of who wrote this
 */
public record DomainReading(
        String persistentXml,
        Optional<String> liveXml,
        boolean autostart,
        List<String> snapshots,
        String currentSnapshot,
        long libvirtVersion) {
    public DomainReading {
        snapshots = List.copyOf(snapshots);
    }
}
