package io.kvmherd.controller.app.port;

import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.Lineage;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/**
 * What a store holds when a controller starts. Operations: all open ones and the newest ended ones.
 *
 * @param lineage the terms in which the database was written
 * @param proved pairs of hosts between which a pool was proved shared, by pool
 */
public record StoredState(
        UUID databaseId,
        Lineage lineage,
        long journalSequence,
        long eventSequence,
        ClusterRecord cluster,
        List<HostRecord> hosts,
        List<GuestRecord> guests,
        List<OperationRecord> operations,
        List<PlanRecord> plans,
        List<IdempotencyRecord> idempotency,
        SortedMap<String, List<HostPair>> proved,
        List<TokenRecord> tokens) {
    public StoredState {
        hosts = List.copyOf(hosts);
        guests = List.copyOf(guests);
        operations = List.copyOf(operations);
        plans = List.copyOf(plans);
        idempotency = List.copyOf(idempotency);
        tokens = List.copyOf(tokens);
    }
}
