package io.kvmherd.controller.app.memory;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.Store;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.Lineage;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Keeps what is newest of what only grows. A commit works on a copy, so it takes all or nothing. Not thread-safe. */
public final class MemoryStore implements Store {
    private static final UUID DATABASE = new UUID(0x0dbL, 1);

    /** Newest events, and newest entries of the audit. */
    private static final int KEPT = 10_000;

    /** Of these the oldest that have ended go first. */
    private static final int OPERATIONS_KEPT = 2_000;

    private final List<UUID> incarnations = new ArrayList<>();
    private final Deque<EventRecord> events = new ArrayDeque<>();
    private final Deque<AuditRecord> audit = new ArrayDeque<>();
    private Content content = new Content();

    private static final class Content {
        private final SortedMap<HostId, HostRecord> hosts = new TreeMap<>();
        private final SortedMap<GuestId, GuestRecord> guests = new TreeMap<>();
        private final SortedMap<OperationId, OperationRecord> operations = new TreeMap<>();
        private final SortedMap<PlanId, PlanRecord> plans = new TreeMap<>();
        private final SortedMap<String, IdempotencyRecord> idempotency = new TreeMap<>();
        private final SortedMap<String, List<HostPair>> proved = new TreeMap<>();
        private final SortedMap<String, TokenRecord> tokens = new TreeMap<>();
        private final List<Reservation> reservations = new ArrayList<>();
        private ClusterRecord cluster = ClusterRecord.UNTOUCHED;
        private List<Lineage.Term> terms = List.of();
        private long journalSequence;

        private void removeHost(HostId host) {
            hosts.remove(host);
            proved.replaceAll((pool, pairs) -> pairs.stream()
                    .filter(pair -> !pair.first().equals(host) && !pair.second().equals(host))
                    .toList());
        }

        private Content copy() {
            Content copy = new Content();
            copy.hosts.putAll(hosts);
            copy.guests.putAll(guests);
            copy.operations.putAll(operations);
            copy.plans.putAll(plans);
            copy.idempotency.putAll(idempotency);
            copy.proved.putAll(proved);
            copy.tokens.putAll(tokens);
            copy.reservations.addAll(reservations);
            copy.cluster = cluster;
            copy.terms = terms;
            copy.journalSequence = journalSequence;
            return copy;
        }
    }

    /** Another store with the same content, as a backup is. */
    public MemoryStore copy() {
        MemoryStore copy = new MemoryStore();
        copy.incarnations.addAll(incarnations);
        copy.events.addAll(events);
        copy.audit.addAll(audit);
        copy.content = content.copy();
        return copy;
    }

    @Override
    public Epoch takeEpoch(UUID incarnation) {
        incarnations.add(incarnation);
        Epoch epoch = new Epoch(incarnations.size(), incarnation);
        List<Lineage.Term> terms = new ArrayList<>(content.terms);
        terms.add(new Lineage.Term(epoch, content.journalSequence));
        content.terms = List.copyOf(terms.subList(Math.max(0, terms.size() - Lineage.TERMS_KEPT), terms.size()));
        return epoch;
    }

    @Override
    public StoredState load() {
        return new StoredState(
                DATABASE,
                new Lineage(content.terms),
                content.journalSequence,
                events.isEmpty() ? 0 : events.getLast().sequence(),
                content.cluster,
                List.copyOf(content.hosts.values()),
                List.copyOf(content.guests.values()),
                List.copyOf(content.operations.values()),
                List.copyOf(content.plans.values()),
                List.copyOf(content.idempotency.values()),
                new TreeMap<>(content.proved),
                List.copyOf(content.tokens.values()));
    }

    @Override
    public void commit(Epoch epoch, long journalSequence, List<StoreWrite> writes) {
        boolean newest = epoch.number() == incarnations.size()
                && epoch.incarnation().equals(incarnations.get(incarnations.size() - 1));
        if (!newest) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT, "epoch " + epoch.number() + " is not the newest, " + incarnations.size());
        }
        Content next = content.copy();
        writes.forEach(write -> apply(next, write));
        next.journalSequence = journalSequence;
        content = next;
        writes.forEach(this::append);
    }

    @Override
    public List<EventRecord> eventsAfter(long sequence, int limit) {
        return events.stream()
                .filter(event -> event.sequence() > sequence)
                .limit(limit)
                .toList();
    }

    @Override
    public List<AuditRecord> audit(int limit) {
        return audit.reversed().stream().limit(limit).toList();
    }

    public List<Reservation> reservations() {
        return List.copyOf(content.reservations);
    }

    @Override
    public Optional<OperationRecord> operation(OperationId id) {
        return Optional.ofNullable(content.operations.get(id));
    }

    @Override
    public List<OperationRecord> endedBefore(OperationId id, int limit) {
        return content.operations.headMap(id).values().stream()
                .filter(operation -> !operation.isOpen())
                .sorted(Comparator.comparing(OperationRecord::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<OperationRecord> endedPartsAfter(OperationId parent, OperationId after, int limit) {
        return content.operations.values().stream()
                .filter(operation -> !operation.isOpen() && operation.parent().equals(Optional.of(parent)))
                .filter(operation -> operation.id().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<IdempotencyRecord> accepted(String principal, String key) {
        return Optional.ofNullable(content.idempotency.get(principal + ' ' + key));
    }

    private static void apply(Content content, StoreWrite write) {
        switch (write) {
            case StoreWrite.PutCluster put -> content.cluster = put.cluster();
            case StoreWrite.PutHost put -> content.hosts.put(put.host().id(), put.host());
            case StoreWrite.RemoveHost remove -> content.removeHost(remove.host());
            case StoreWrite.PutGuest put -> content.guests.put(put.guest().id(), put.guest());
            case StoreWrite.RemoveGuest remove -> content.guests.remove(remove.guest());
            case StoreWrite.PutOperation put -> putOperation(content, put.operation());
            case StoreWrite.PutReservation put -> content.reservations.add(put.reservation());
            case StoreWrite.DropReservations drop ->
                content.reservations.removeIf(held -> held.operation().equals(drop.operation()));
            case StoreWrite.PutPlan put -> content.plans.put(put.plan().id(), put.plan());
            case StoreWrite.PutIdempotency put ->
                content.idempotency.put(
                        put.accepted().principal() + ' ' + put.accepted().key(), put.accepted());
            case StoreWrite.PutProof put -> putProof(content, put);
            case StoreWrite.PutToken put -> content.tokens.put(put.token().name(), put.token());
            case StoreWrite.RemoveToken remove -> content.tokens.remove(remove.name());
            case StoreWrite.AppendEvent append -> {
                // Appended when nothing of the commit can fail any more.
            }
            case StoreWrite.AppendAudit append -> {
                // Likewise.
            }
        }
    }

    private void append(StoreWrite write) {
        if (write instanceof StoreWrite.AppendEvent appended) {
            keep(events, appended.event());
        } else if (write instanceof StoreWrite.AppendAudit appended) {
            keep(audit, appended.audit());
        }
    }

    private static <T> void keep(Deque<T> newest, T one) {
        if (newest.size() == KEPT) {
            newest.removeFirst();
        }
        newest.addLast(one);
    }

    private static void putOperation(Content content, OperationRecord operation) {
        Optional<OperationRecord> other = content.operations.values().stream()
                .filter(known -> known.isOpen() && operation.isOpen())
                .filter(known -> known.guest().isPresent() && known.guest().equals(operation.guest()))
                .filter(known -> !known.id().equals(operation.id()))
                .findFirst();
        if (other.isPresent()) {
            throw new KvmherdException(
                    ErrorCode.STORE_FAILED,
                    "operations " + other.get().id() + " and " + operation.id() + " would hold the same guest");
        }
        content.operations.put(operation.id(), operation);
        if (content.operations.size() > OPERATIONS_KEPT) {
            content.operations.values().stream()
                    .filter(known -> !known.isOpen())
                    .map(OperationRecord::id)
                    .findFirst()
                    .ifPresent(oldest -> content.operations.remove(oldest));
        }
    }

    private static void putProof(Content content, StoreWrite.PutProof put) {
        List<HostPair> pairs = new ArrayList<>(content.proved.getOrDefault(put.pool(), List.of()));
        pairs.add(put.between());
        content.proved.put(put.pool(), pairs);
    }
}
