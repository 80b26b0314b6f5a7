package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import java.util.List;

/**
 * A live migration to make.
 *
 * @param destinationUri libvirt URI of the destination
 * @param migrationUri where memory goes ("tcp://198.18.0.2")
 * @param sharedPools pools whose disks need no copy; a disk in another pool makes the hypervisor refuse
 * @param bandwidthMibPerSecond 0 for no limit
 * @param terms what has to be asked for at the beginning because it cannot be later: slowing the guest down, post-copy as
 *     a possibility, connections, compression
 * @param copiedDisks names of the disks that are copied along, into files that the destination has made; no other disk is
 *     ever copied, and none is meant by an empty list
 * @param transport in the clear or over TLS; with TLS a hypervisor that cannot fails, and the guest stays
 */
public record Departure(
        GuestId guest,
        String destinationUri,
        String migrationUri,
        List<String> sharedPools,
        long bandwidthMibPerSecond,
        MigrationPolicy.Terms terms,
        List<String> copiedDisks,
        MigrationTransport transport) {
    public Departure {
        copiedDisks = List.copyOf(copiedDisks);
        sharedPools = List.copyOf(sharedPools);
    }

    /** In the clear, and no disk goes along. */
    // size: the record's own components
    public Departure(
            GuestId guest,
            String destinationUri,
            String migrationUri,
            List<String> sharedPools,
            long bandwidthMibPerSecond,
            MigrationPolicy.Terms terms) {
        this(
                guest,
                destinationUri,
                migrationUri,
                sharedPools,
                bandwidthMibPerSecond,
                terms,
                List.of(),
                MigrationTransport.PLAIN);
    }
}
