package io.kvmherd.controller.loop;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.Store;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Another store whose commits wait until they are let through, or fail. */
final class HeldStore implements Store {
    private static final long PATIENCE_SECONDS = 20;

    final CountDownLatch entered = new CountDownLatch(1);
    final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Store store;
    private volatile boolean broken;

    HeldStore(Store store) {
        this.store = store;
    }

    void letThrough() {
        gate.countDown();
    }

    void breakDown() {
        broken = true;
        gate.countDown();
    }

    @Override
    public void commit(Epoch epoch, long journalSequence, List<StoreWrite> writes) {
        entered.countDown();
        await();
        if (broken) {
            throw new KvmherdException(ErrorCode.STORE_FAILED, "the disk is full");
        }
        store.commit(epoch, journalSequence, writes);
        commits.incrementAndGet();
    }

    @Override
    public Epoch takeEpoch(UUID incarnation) {
        return store.takeEpoch(incarnation);
    }

    @Override
    public StoredState load() {
        return store.load();
    }

    @Override
    public Optional<OperationRecord> operation(OperationId id) {
        return store.operation(id);
    }

    @Override
    public List<OperationRecord> endedBefore(OperationId id, int limit) {
        return store.endedBefore(id, limit);
    }

    @Override
    public List<OperationRecord> endedPartsAfter(OperationId parent, OperationId after, int limit) {
        return store.endedPartsAfter(parent, after, limit);
    }

    @Override
    public Optional<IdempotencyRecord> accepted(String principal, String key) {
        return store.accepted(principal, key);
    }

    @Override
    public List<EventRecord> eventsAfter(long sequence, int limit) {
        return store.eventsAfter(sequence, limit);
    }

    @Override
    public List<AuditRecord> audit(int limit) {
        return store.audit(limit);
    }

    private void await() {
        try {
            if (!gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never let the commit through");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
