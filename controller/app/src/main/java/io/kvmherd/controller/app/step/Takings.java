package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.HostRecord.Maintenance;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.evacuation.Taken;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.plan.Move;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which guests evacuations took from a host in its newest maintenance, read from their children, which are durable.
 *
 * <p>A host may have needed more than one evacuation to get empty; all since it last took guests count. And the host that
 * took a guest may have been emptied itself meanwhile, so the guest is followed through the evacuations and restores that
 * came after: where they put it last is where it is expected. One that was stopped for a move that came to nothing, and
 * started again, was not taken. Pruning forgets a parent before its children, so a maintenance
 * is known with all of its moves, or the part of it that is old is not known at all.
 */
final class Takings {
    private Takings() {}

    /** Empty when no evacuation of the host is known any more. */
    static Optional<Taken> of(Turn turn, HostEntry host) {
        List<OperationId> evacuations = evacuations(turn, host);
        if (evacuations.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<GuestId, HostId> put = new TreeMap<>();
        SortedSet<GuestId> shutDown = new TreeSet<>();
        for (OperationRecord child : succeededParts(turn)) {
            GuestId guest = child.guest().orElseThrow();
            boolean ownPart = evacuations.contains(child.parent().orElseThrow());
            boolean fromHere = child.host().equals(Optional.of(host.id()));
            if (child.kind() == OperationKind.SHUT_DOWN && ownPart && fromHere) {
                shutDown.add(guest);
            } else if (child.kind() == OperationKind.START && ownPart && fromHere) {
                shutDown.remove(guest);
            } else if (child.kind() == OperationKind.MIGRATE || child.kind() == OperationKind.RELOCATE) {
                boolean carriedOn = child.host().equals(Optional.ofNullable(put.get(guest)));
                if (ownPart && fromHere || carriedOn) {
                    put.put(guest, child.destination().orElseThrow());
                }
            }
        }
        List<Move> moved = put.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(host.id()))
                .map(entry -> new Move(entry.getKey(), host.id(), entry.getValue()))
                .toList();
        return Optional.of(new Taken(moved, List.copyOf(shutDown)));
    }

    /** In the order in which they were begun. */
    private static List<OperationRecord> succeededParts(Turn turn) {
        return turn.allOperations().stream()
                .map(OperationEntry::record)
                .filter(operation ->
                        operation.parent().isPresent() && operation.guest().isPresent())
                .filter(operation -> operation.state() == OperationState.SUCCEEDED)
                .sorted(Comparator.comparing(OperationRecord::id))
                .toList();
    }

    /** Those of the newest maintenance; of a host whose maintenance was not written down, the newest. */
    private static List<OperationId> evacuations(Turn turn, HostEntry host) {
        List<OperationId> all = turn.allOperations().stream()
                .map(OperationEntry::record)
                .filter(operation ->
                        operation.kind() == OperationKind.EVACUATE || operation.kind() == OperationKind.APPLY_PLAN)
                .filter(operation -> operation.wholeHosts().contains(host.id()))
                .map(OperationRecord::id)
                .sorted()
                .toList();
        Optional<OperationId> since = host.record()
                .maintenance()
                .map(Maintenance::since)
                .or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
        return all.stream()
                .filter(id -> since.isPresent() && id.compareTo(since.get()) >= 0)
                .toList();
    }
}
