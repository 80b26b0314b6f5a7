package io.kvmherd.controller.app.port;

import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import java.util.List;
import java.util.Optional;

/**
 * The past, of which a controller keeps only the newest part in memory. Read beside the loop: every method blocks for the
 * disk, is bounded, and is safe from any thread; all throw {@code KvmherdException} STORE_FAILED.
 */
public interface Archive {
    Optional<OperationRecord> operation(OperationId id);

    /** Ended operations with a smaller id, that is older ones, newest first, at most {@code limit}. */
    List<OperationRecord> endedBefore(OperationId id, int limit);

    /** Ended operations that belong to the parent and have a larger id, oldest first, at most {@code limit}. */
    List<OperationRecord> endedPartsAfter(OperationId parent, OperationId after, int limit);

    /** What was accepted under the key, however long ago. */
    Optional<IdempotencyRecord> accepted(String principal, String key);

    /** Events after the sequence, oldest first, at most {@code limit}. */
    List<EventRecord> eventsAfter(long sequence, int limit);

    /** Audit rows, newest first, at most {@code limit}. */
    List<AuditRecord> audit(int limit);
}
