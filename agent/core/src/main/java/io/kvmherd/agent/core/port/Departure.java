package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;
import java.util.List;

/**
 * A live migration to make.
 *
 * @param destinationUri libvirt URI of the destination
 * @param migrationUri where memory goes ("tcp://198.18.0.2")
 * @param sharedPools pools whose disks need no copy; a disk in another pool makes the hypervisor refuse
 * @param bandwidthMibPerSecond 0 for no limit
 */
public record Departure(
        GuestId guest,
        String destinationUri,
        String migrationUri,
        List<String> sharedPools,
        long bandwidthMibPerSecond) {
    public Departure {
        sharedPools = List.copyOf(sharedPools);
    }
}
