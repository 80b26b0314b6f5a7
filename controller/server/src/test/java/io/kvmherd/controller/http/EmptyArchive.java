package io.kvmherd.controller.http;

import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.port.Archive;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import java.util.List;
import java.util.Optional;

/** A past in which nothing happened. */
final class EmptyArchive implements Archive {
    @Override
    public Optional<OperationRecord> operation(OperationId id) {
        return Optional.empty();
    }

    @Override
    public List<OperationRecord> endedBefore(OperationId id, int limit) {
        return List.of();
    }

    @Override
    public List<OperationRecord> endedPartsAfter(OperationId parent, OperationId after, int limit) {
        return List.of();
    }

    @Override
    public Optional<IdempotencyRecord> accepted(String principal, String key) {
        return Optional.empty();
    }

    @Override
    public List<EventRecord> eventsAfter(long sequence, int limit) {
        return List.of();
    }

    @Override
    public List<AuditRecord> audit(int limit) {
        return List.of();
    }
}
