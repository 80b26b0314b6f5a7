package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Everything a controller knows at one moment. Published to readers only after the writes that it rests on are durable.
 *
 * @param identity in whose name it acts
 * @param settings what holds for the whole cluster
 * @param cluster what operators set for the whole cluster while it runs
 * @param version grows with every turn that changed something
 * @param journalSequence grows by one with every commit; agents remember the highest
 * @param hosts all registered hosts
 * @param guests all managed guests
 * @param operations all open operations and the newest ended ones, at most {@code AppLimits.OPERATIONS_KEPT}
 * @param plans stored plans that have not expired, at most {@code AppLimits.PLANS_KEPT}
 * @param idempotency accepted requests by principal and key
 * @param inquiries questions of readers that an agent has not answered yet
 * @param surveys guests that agents are being asked to describe, by the request that wants to know
 * @param storage which pools are shared
 * @param tokens access that was handed out, by name
 * @param commandSequence sequence of the last command sent under this epoch
 * @param events newest events, at most {@code AppLimits.EVENTS_KEPT}, oldest first
 * @param eventSequence of the newest event
 */
public record ControllerState(
        Identity identity,
        ClusterSettings settings,
        ClusterRecord cluster,
        long version,
        long journalSequence,
        SortedMap<HostId, HostEntry> hosts,
        SortedMap<GuestId, GuestRecord> guests,
        SortedMap<OperationId, OperationEntry> operations,
        SortedMap<PlanId, PlanRecord> plans,
        SortedMap<String, IdempotencyRecord> idempotency,
        SortedMap<OperationId, InquiryEntry> inquiries,
        SortedMap<UUID, SurveyEntry> surveys,
        SharedStorage storage,
        SortedMap<String, TokenRecord> tokens,
        long commandSequence,
        List<EventRecord> events,
        long eventSequence) {
    /**
     * @param epoch taken durably when this controller started
     * @param databaseId which database it acts from
     * @param lineage the history of that database, this term included
     */
    public record Identity(Epoch epoch, UUID databaseId, Lineage lineage) {}

    public Optional<GuestRecord> guestNamed(String name) {
        return guests.values().stream()
                .filter(guest -> guest.spec().name().equals(name))
                .findFirst();
    }

    /** The operation that holds the guest. */
    public Optional<OperationEntry> operationOn(GuestId guest) {
        return operations.values().stream()
                .filter(entry ->
                        entry.record().isOpen() && entry.record().guest().equals(Optional.of(guest)))
                .findFirst();
    }
}
