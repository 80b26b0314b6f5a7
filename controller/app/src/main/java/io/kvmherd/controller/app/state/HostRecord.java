package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.protocol.HostGeneration;
import java.time.Instant;
import java.util.Optional;

/**
 * The durable half of a host.
 *
 * @param ratios its own overcommit; empty takes the cluster's
 * @param facts as last told on the command link; empty until it was first inventoried
 * @param generation life in which it was last inventoried
 * @param dutyReason why it has its duty, in the operator's words; may be empty
 */
public record HostRecord(
        HostId id,
        HostDuty duty,
        String dutyReason,
        Optional<Ratios> ratios,
        Optional<HostFacts> facts,
        Optional<HostGeneration> generation,
        Instant registeredAt) {

    public HostRecord withDuty(HostDuty newDuty, String reason) {
        return new HostRecord(id, newDuty, reason, ratios, facts, generation, registeredAt);
    }

    public HostRecord withInventory(HostFacts newFacts, HostGeneration newGeneration) {
        return new HostRecord(
                id, duty, dutyReason, ratios, Optional.of(newFacts), Optional.of(newGeneration), registeredAt);
    }
}
