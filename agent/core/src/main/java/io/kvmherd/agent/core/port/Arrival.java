package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;

/**
 * A guest that might arrive.
 *
 * @param domainXml the running guest's migratable XML
 * @param qemuVersion of the source
 */
public record Arrival(GuestId id, GuestSpec spec, String domainXml, long qemuVersion) {}
