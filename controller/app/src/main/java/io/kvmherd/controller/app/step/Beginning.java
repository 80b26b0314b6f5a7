package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.HostPresence;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * How a controller begins: from what lasts, with nothing seen. No host is inventoried, so no command can leave before the
 * host concerned has acknowledged the new epoch: that is the takeover barrier.
 *
 * <p>Proofs of shared pools are not taken over: what a host saw in a former life, of its own or of the controller, says
 * nothing about what is mounted there now. The next migration proves its pools anew.
 */
final class Beginning {
    private Beginning() {}

    static ControllerState of(
            Epoch epoch, StoredState stored, ClusterSettings settings, SortedSet<String> declaredPools, Moment now) {
        SortedMap<HostId, HostEntry> hosts = new TreeMap<>();
        stored.hosts()
                .forEach(host -> hosts.put(host.id(), new HostEntry(host, HostPresence.unseen(now.monotonicMs()))));
        SortedMap<GuestId, GuestRecord> guests = new TreeMap<>();
        stored.guests().forEach(guest -> guests.put(guest.id(), guest));
        SortedMap<OperationId, OperationEntry> operations = new TreeMap<>();
        stored.operations()
                .forEach(operation -> operations.put(operation.id(), OperationEntry.of(operation, now.monotonicMs())));
        SortedMap<PlanId, PlanRecord> plans = new TreeMap<>();
        stored.plans().forEach(plan -> plans.put(plan.id(), plan));
        SortedMap<String, IdempotencyRecord> idempotency = new TreeMap<>();
        stored.idempotency().forEach(accepted -> idempotency.put(idempotencyKey(accepted), accepted));
        SortedMap<String, TokenRecord> tokens = new TreeMap<>();
        stored.tokens().forEach(token -> tokens.put(token.name(), token));
        return new ControllerState(
                new ControllerState.Identity(epoch, stored.databaseId(), stored.lineage()),
                settings,
                stored.cluster(),
                1,
                stored.journalSequence(),
                hosts,
                guests,
                operations,
                plans,
                idempotency,
                new TreeMap<>(),
                new TreeMap<>(),
                new SharedStorage(declaredPools, new TreeMap<>()),
                tokens,
                0,
                List.of(),
                stored.eventSequence());
    }

    static String idempotencyKey(IdempotencyRecord accepted) {
        return accepted.principal() + ' ' + accepted.key();
    }
}
