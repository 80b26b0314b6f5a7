package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An operation in the making: what it is about first, then what else belongs to it. */
record OperationDraft(
        OperationId id,
        OperationKind kind,
        Optional<GuestId> guest,
        Optional<HostId> host,
        Optional<HostId> destination,
        PlacementGeneration placement,
        Optional<OperationId> parent,
        Optional<PlanId> plan,
        String requestedBy,
        String reason,
        Instant createdAt,
        List<HostId> hosts) {

    static OperationDraft guestOperation(Turn turn, OperationKind kind, GuestRecord guest, String requestedBy) {
        return new OperationDraft(
                new OperationId(turn.newId()),
                kind,
                Optional.of(guest.id()),
                guest.host(),
                Optional.empty(),
                guest.placement(),
                Optional.empty(),
                Optional.empty(),
                requestedBy,
                "",
                turn.now().wall(),
                List.of());
    }

    /** @param hosts all that the parent is about */
    static OperationDraft hostOperation(Turn turn, OperationKind kind, List<HostId> hosts, String requestedBy) {
        return new OperationDraft(
                new OperationId(turn.newId()),
                kind,
                Optional.empty(),
                hosts.size() == 1 ? Optional.of(hosts.getFirst()) : Optional.empty(),
                Optional.empty(),
                new PlacementGeneration(0),
                Optional.empty(),
                Optional.empty(),
                requestedBy,
                "",
                turn.now().wall(),
                hosts);
    }

    OperationDraft to(HostId newDestination) {
        return new OperationDraft(
                id,
                kind,
                guest,
                host,
                Optional.of(newDestination),
                placement,
                parent,
                plan,
                requestedBy,
                reason,
                createdAt,
                hosts);
    }

    OperationDraft because(String newReason) {
        return new OperationDraft(
                id, kind, guest, host, destination, placement, parent, plan, requestedBy, newReason, createdAt, hosts);
    }

    OperationDraft partOf(OperationId newParent, PlanId newPlan) {
        return new OperationDraft(
                id,
                kind,
                guest,
                host,
                destination,
                placement,
                Optional.of(newParent),
                Optional.of(newPlan),
                requestedBy,
                reason,
                createdAt,
                hosts);
    }

    OperationDraft following(PlanId newPlan) {
        return new OperationDraft(
                id,
                kind,
                guest,
                host,
                destination,
                placement,
                parent,
                Optional.of(newPlan),
                requestedBy,
                reason,
                createdAt,
                hosts);
    }

    /** The record of an operation that has not begun: its first phase and first step are set, so they are durable before they leave. */
    OperationRecord record() {
        return new OperationRecord(
                id,
                kind,
                guest,
                host,
                destination,
                placement,
                OperationState.QUEUED,
                kind.firstPhase(),
                1,
                1,
                false,
                parent,
                plan,
                plan.isPresent() && kind.isParent() ? 1 : 0,
                requestedBy,
                reason,
                createdAt,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                hosts);
    }
}
