package io.kvmherd.controller.app.port;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;

/** One change of what lasts. */
public sealed interface StoreWrite {
    record PutCluster(ClusterRecord cluster) implements StoreWrite {}

    record PutHost(HostRecord host) implements StoreWrite {}

    /** With what was proved about its pools. */
    record RemoveHost(HostId host) implements StoreWrite {}

    record PutGuest(GuestRecord guest) implements StoreWrite {}

    record RemoveGuest(GuestId guest) implements StoreWrite {}

    /** A second open operation on the same guest violates a unique index and fails the commit. */
    record PutOperation(OperationRecord operation) implements StoreWrite {}

    record PutReservation(Reservation reservation) implements StoreWrite {}

    /** Releases all that the operation holds. */
    record DropReservations(OperationId operation) implements StoreWrite {}

    record PutPlan(PlanRecord plan) implements StoreWrite {}

    record PutIdempotency(IdempotencyRecord accepted) implements StoreWrite {}

    record PutProof(String pool, HostPair between) implements StoreWrite {}

    record PutToken(TokenRecord token) implements StoreWrite {}

    record RemoveToken(String name) implements StoreWrite {}

    record AppendEvent(EventRecord event) implements StoreWrite {}

    record AppendAudit(AuditRecord audit) implements StoreWrite {}
}
