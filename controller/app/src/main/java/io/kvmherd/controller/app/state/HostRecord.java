package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
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
 * @param wishedMode whether it is managed or only observed, as an operator set it; empty is MANAGE
 */
public record HostRecord(
        HostId id,
        HostDuty duty,
        String dutyReason,
        Optional<Ratios> ratios,
        Optional<HostFacts> facts,
        Optional<HostGeneration> generation,
        Instant registeredAt,
        Optional<ManagementMode> wishedMode) {

    /** A host that is heard of for the first time. */
    public static HostRecord registered(HostId id, Instant at) {
        return new HostRecord(
                id, HostDuty.ACTIVE, "", Optional.empty(), Optional.empty(), Optional.empty(), at, Optional.empty());
    }

    public ManagementMode mode() {
        return wishedMode.orElse(ManagementMode.MANAGE);
    }

    public HostRecord withDuty(HostDuty newDuty, String reason) {
        return new HostRecord(id, newDuty, reason, ratios, facts, generation, registeredAt, wishedMode);
    }

    public HostRecord withInventory(HostFacts newFacts, HostGeneration newGeneration) {
        return new HostRecord(
                id,
                duty,
                dutyReason,
                ratios,
                Optional.of(newFacts),
                Optional.of(newGeneration),
                registeredAt,
                wishedMode);
    }

    public HostRecord withMode(ManagementMode newMode) {
        return new HostRecord(id, duty, dutyReason, ratios, facts, generation, registeredAt, Optional.of(newMode));
    }
}
