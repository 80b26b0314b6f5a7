package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;

/**
 * A guest that might arrive.
 *
 * @param domainXml the running guest's migratable XML
 * @param qemuVersion of the source
 * @param off whether only its definition arrives: its CPU is made anew when it starts
 */
public record Arrival(GuestId id, GuestSpec spec, String domainXml, long qemuVersion, boolean off) {

    /** A running guest. */
    public Arrival(GuestId id, GuestSpec spec, String domainXml, long qemuVersion) {
        this(id, spec, domainXml, qemuVersion, false);
    }
}
