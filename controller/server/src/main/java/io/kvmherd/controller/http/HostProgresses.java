package io.kvmherd.controller.http;

import io.kvmherd.common.api.HostProgress;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How far an evacuation is with each of its hosts. */
final class HostProgresses {
    private HostProgresses() {}

    /** Of an open evacuation, whose parts are all in memory; none of anything else. */
    static List<HostProgress> of(Snapshot snapshot, OperationRecord operation) {
        boolean empties = operation.kind() == OperationKind.EVACUATE || operation.kind() == OperationKind.APPLY_PLAN;
        if (!empties) {
            return List.of();
        }
        List<OperationRecord> parts = snapshot.state().operations().values().stream()
                .map(OperationEntry::record)
                .filter(part -> part.parent().equals(Optional.of(operation.id())))
                .toList();
        return operation.wholeHosts().stream()
                .map(host -> of(snapshot, host, parts))
                .toList();
    }

    private static HostProgress of(Snapshot snapshot, HostId host, List<OperationRecord> parts) {
        List<OperationRecord> own = parts.stream()
                .filter(part -> part.host().equals(Optional.of(host)))
                .toList();
        long left = snapshot.view().guestsOf(host).stream()
                .filter(guest -> guest.state().isActive())
                .count();
        return new HostProgress(
                host,
                done(own),
                count(own, OperationRecord::isOpen),
                count(own, part -> !part.isOpen() && part.state() != OperationState.SUCCEEDED),
                (int) left);
    }

    /** A guest that goes cold has several parts, of which the newest tells; one that is started here again has not gone. */
    private static int done(List<OperationRecord> parts) {
        Map<GuestId, OperationRecord> newest = new HashMap<>();
        parts.forEach(part -> part.guest().ifPresent(guest -> newest.merge(guest, part, HostProgresses::newer)));
        return count(
                newest.values(),
                part -> part.state() == OperationState.SUCCEEDED && part.kind() != OperationKind.START);
    }

    private static OperationRecord newer(OperationRecord one, OperationRecord other) {
        return one.id().compareTo(other.id()) > 0 ? one : other;
    }

    private static int count(Collection<OperationRecord> parts, Predicate<OperationRecord> which) {
        return (int) parts.stream().filter(which).count();
    }
}
