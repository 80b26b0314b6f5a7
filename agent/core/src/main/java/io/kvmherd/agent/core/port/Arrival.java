package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import java.util.List;

/**
 * A guest that might arrive.
 *
 * @param domainXml the running guest's migratable XML
 * @param qemuVersion of the source
 * @param copies disks that would be copied to here
 * @param off whether only its definition arrives: its CPU is made anew when it starts
 */
public record Arrival(
        GuestId id, GuestSpec spec, String domainXml, long qemuVersion, List<GuestDisk> copies, boolean off) {
    public Arrival {
        copies = List.copyOf(copies);
    }

    /** A running guest. */
    public Arrival(GuestId id, GuestSpec spec, String domainXml, long qemuVersion, List<GuestDisk> copies) {
        this(id, spec, domainXml, qemuVersion, copies, false);
    }
}
