package io.kvmherd.controller.store;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.engine.view.Reservation;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Each kind of write as its statement, within the transaction of the handle. */
record RowWriter(Handle handle) {
    private static final JsonCodec CODEC = JsonCodec.wire();

    void apply(StoreWrite write) {
        switch (write) {
            case StoreWrite.PutCluster put ->
                handle.execute("UPDATE cluster SET record = ?", CODEC.writeText(put.cluster()));
            case StoreWrite.PutHost put -> put(put.host());
            case StoreWrite.RemoveHost remove -> remove(remove.host());
            case StoreWrite.PutGuest put -> put(put.guest());
            case StoreWrite.RemoveGuest remove ->
                handle.execute("DELETE FROM guest WHERE id = ?", remove.guest().toString());
            case StoreWrite.PutOperation put -> put(put.operation());
            case StoreWrite.PutReservation put -> put(put.reservation());
            case StoreWrite.DropReservations drop ->
                handle.execute(
                        "DELETE FROM reservation WHERE operation = ?",
                        drop.operation().toString());
            case StoreWrite.PutPlan put -> put(put.plan());
            case StoreWrite.PutIdempotency put -> put(put.accepted());
            case StoreWrite.PutProof proof ->
                handle.execute(
                        "INSERT INTO shared_proof (pool, first_host, second_host) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        proof.pool(),
                        proof.between().first().value(),
                        proof.between().second().value());
            case StoreWrite.PutToken put -> put(put.token());
            case StoreWrite.RemoveToken remove -> handle.execute("DELETE FROM token WHERE name = ?", remove.name());
            case StoreWrite.AppendEvent append -> append(append.event());
            case StoreWrite.AppendAudit append -> append(append.audit());
        }
    }

    private void put(HostRecord host) {
        handle.execute(
                "INSERT INTO host (id, duty, record) VALUES (?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET duty = excluded.duty, record = excluded.record",
                host.id().value(),
                host.duty().name(),
                CODEC.writeText(host));
    }

    private void remove(HostId host) {
        handle.execute("DELETE FROM host WHERE id = ?", host.value());
        handle.execute("DELETE FROM shared_proof WHERE first_host = ? OR second_host = ?", host.value(), host.value());
    }

    private void put(GuestRecord guest) {
        handle.execute(
                "INSERT INTO guest (id, name, host, placement, wish, record) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, host = excluded.host,"
                        + " placement = excluded.placement, wish = excluded.wish, record = excluded.record",
                guest.id().toString(),
                guest.spec().name(),
                text(guest.host()),
                guest.placement().value(),
                guest.wish().name(),
                CODEC.writeText(guest));
    }

    private void put(OperationRecord operation) {
        handle.execute(
                "INSERT INTO operation (id, kind, state, guest, host, parent, created_at, ended_at, record)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state,"
                        + " guest = excluded.guest, host = excluded.host, ended_at = excluded.ended_at,"
                        + " record = excluded.record",
                operation.id().toString(),
                operation.kind().name(),
                operation.state().name(),
                text(operation.guest()),
                text(operation.host()),
                text(operation.parent()),
                operation.createdAt().toEpochMilli(),
                operation.endedAt().map(Instant::toEpochMilli).orElse(null),
                CODEC.writeText(operation));
    }

    private void put(Reservation held) {
        handle.execute(
                "INSERT OR REPLACE INTO reservation (operation, host, purpose, guest, committed_mib, guaranteed_mib, vcpus)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                held.operation().toString(),
                held.host().value(),
                held.purpose().name(),
                held.guest().toString(),
                held.committedMib(),
                held.guaranteedMib(),
                held.vcpus());
    }

    private void put(PlanRecord plan) {
        handle.execute(
                "INSERT OR REPLACE INTO plan (id, purpose, created_at, expires_at, record) VALUES (?, ?, ?, ?, ?)",
                plan.id().toString(),
                plan.purpose().name(),
                plan.createdAt().toEpochMilli(),
                plan.expiresAt().toEpochMilli(),
                CODEC.writeText(plan));
    }

    private void put(IdempotencyRecord accepted) {
        handle.execute(
                "INSERT OR REPLACE INTO idempotency (principal, key, fingerprint, operation, accepted_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                accepted.principal(),
                accepted.key(),
                CODEC.writeText(accepted.fingerprint()),
                accepted.operation().toString(),
                accepted.acceptedAt().toEpochMilli());
    }

    private void put(TokenRecord token) {
        handle.execute(
                "INSERT OR REPLACE INTO token (name, expires_at, record) VALUES (?, ?, ?)",
                token.name(),
                token.expiresAt().toEpochMilli(),
                CODEC.writeText(token));
    }

    private void append(EventRecord event) {
        handle.execute(
                "INSERT INTO event (sequence, at, what, host, guest, operation, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
                event.sequence(),
                event.at().toEpochMilli(),
                event.what().name(),
                text(event.host()),
                text(event.guest()),
                text(event.operation()),
                CODEC.writeText(event));
    }

    private void append(AuditRecord audit) {
        handle.execute(
                "INSERT INTO audit (at, principal, action, object, outcome, operation, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
                audit.at().toEpochMilli(),
                audit.principal(),
                audit.action(),
                audit.object(),
                audit.outcome(),
                text(audit.operation()),
                CODEC.writeText(audit));
    }

    /** SQL's own word for what is not there. */
    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }
}
