package io.kvmherd.controller.store;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.Fingerprint;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.Lineage;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.app.step.AppLimits;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What was stored, read back as records. */
record RowReader(Handle handle) {
    private static final JsonCodec CODEC = JsonCodec.wire();
    private static final String ACCEPTED =
            "SELECT principal, key, fingerprint, operation, accepted_at FROM idempotency";

    /** Of open operations and of the parts of such; nobody may lose them to newer plans or to their age. */
    static final String PLANS_IN_USE = planOfOperations("state IN ('QUEUED', 'RUNNING')") + " UNION "
            + planOfOperations("parent IN (SELECT id FROM operation WHERE state IN ('QUEUED', 'RUNNING'))");

    /** One question for each index: a question with "or" would read every operation that is kept. */
    private static String planOfOperations(String which) {
        return "SELECT json_extract(record, '$.plan') FROM operation WHERE " + which
                + " AND json_extract(record, '$.plan') IS NOT NULL";
    }

    StoredState state() {
        return new StoredState(
                UUID.fromString(handle.createQuery("SELECT database_id FROM cluster")
                        .mapTo(String.class)
                        .one()),
                lineage(),
                number("SELECT journal_sequence FROM cluster"),
                number("SELECT COALESCE(MAX(sequence), 0) FROM event"),
                records("SELECT record FROM cluster", ClusterRecord.class).getFirst(),
                records("SELECT record FROM host ORDER BY id", HostRecord.class),
                records("SELECT record FROM guest ORDER BY id", GuestRecord.class),
                operations(),
                records(
                        "SELECT record FROM plan WHERE id IN (" + PLANS_IN_USE + ") OR id IN (SELECT id FROM plan"
                                + " ORDER BY created_at DESC LIMIT " + AppLimits.PLANS_KEPT + ") ORDER BY id",
                        PlanRecord.class),
                idempotency(),
                proofs(),
                records("SELECT record FROM token ORDER BY name", TokenRecord.class));
    }

    private Lineage lineage() {
        return new Lineage(handle.createQuery("SELECT epoch, incarnation, first_sequence FROM term ORDER BY epoch")
                .map((row, context) -> new Lineage.Term(
                        new Epoch(row.getLong("epoch"), UUID.fromString(row.getString("incarnation"))),
                        row.getLong("first_sequence")))
                .list());
    }

    List<EventRecord> eventsAfter(long sequence, int limit) {
        return records(
                handle.createQuery("SELECT record FROM event WHERE sequence > :after ORDER BY sequence LIMIT :limit")
                        .bind("after", sequence)
                        .bind("limit", limit),
                EventRecord.class);
    }

    Optional<OperationRecord> operation(OperationId id) {
        return records(
                        handle.createQuery("SELECT record FROM operation WHERE id = :id")
                                .bind("id", id.toString()),
                        OperationRecord.class)
                .stream()
                .findFirst();
    }

    List<OperationRecord> endedBefore(OperationId id, int limit) {
        return records(
                handle.createQuery(
                                "SELECT record FROM operation WHERE id < :before AND state NOT IN ('QUEUED', 'RUNNING')"
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bind("before", id.toString())
                        .bind("limit", limit),
                OperationRecord.class);
    }

    List<OperationRecord> endedPartsAfter(OperationId parent, OperationId after, int limit) {
        return records(
                handle.createQuery("SELECT record FROM operation WHERE parent = :parent AND id > :after"
                                + " AND state NOT IN ('QUEUED', 'RUNNING') ORDER BY id LIMIT :limit")
                        .bind("parent", parent.toString())
                        .bind("after", after.toString())
                        .bind("limit", limit),
                OperationRecord.class);
    }

    Optional<IdempotencyRecord> accepted(String principal, String key) {
        return handle.createQuery(ACCEPTED + " WHERE principal = :principal AND key = :key")
                .bind("principal", principal)
                .bind("key", key)
                .map((row, context) -> accepted(row))
                .findOne();
    }

    List<AuditRecord> audit(int limit) {
        return records(
                handle.createQuery("SELECT record FROM audit ORDER BY number DESC LIMIT :limit")
                        .bind("limit", limit),
                AuditRecord.class);
    }

    private List<OperationRecord> operations() {
        List<OperationRecord> all = new ArrayList<>(records(
                "SELECT record FROM operation WHERE state IN ('QUEUED', 'RUNNING') ORDER BY id",
                OperationRecord.class));
        all.addAll(records(
                "SELECT record FROM operation WHERE state NOT IN ('QUEUED', 'RUNNING') ORDER BY id DESC LIMIT "
                        + AppLimits.OPERATIONS_KEPT,
                OperationRecord.class));
        return all;
    }

    private List<IdempotencyRecord> idempotency() {
        return handle.createQuery(ACCEPTED + " ORDER BY accepted_at DESC LIMIT " + AppLimits.IDEMPOTENCY_KEPT)
                .map((row, context) -> accepted(row))
                .list();
    }

    private static IdempotencyRecord accepted(ResultSet row) throws SQLException {
        return new IdempotencyRecord(
                row.getString(1),
                row.getString(2),
                CODEC.readText(row.getString(3), Fingerprint.class),
                OperationId.of(row.getString(4)),
                Instant.ofEpochMilli(row.getLong(5)));
    }

    private SortedMap<String, List<HostPair>> proofs() {
        SortedMap<String, List<HostPair>> proved = new TreeMap<>();
        handle.createQuery(
                        "SELECT pool, first_host, second_host FROM shared_proof ORDER BY pool, first_host, second_host")
                .map((row, context) -> new Proof(
                        row.getString(1), new HostPair(new HostId(row.getString(2)), new HostId(row.getString(3)))))
                .forEach(proof -> proved.computeIfAbsent(proof.pool(), pool -> new ArrayList<>())
                        .add(proof.between()));
        return proved;
    }

    private long number(String query) {
        return handle.createQuery(query).mapTo(Long.class).one();
    }

    private <T> List<T> records(String query, Class<T> type) {
        return records(handle.createQuery(query), type);
    }

    private static <T> List<T> records(Query query, Class<T> type) {
        return query.mapTo(String.class).map(json -> CODEC.readText(json, type)).list();
    }

    private record Proof(String pool, HostPair between) {}
}
