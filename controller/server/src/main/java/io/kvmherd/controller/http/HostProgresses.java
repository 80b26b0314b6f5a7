package io.kvmherd.controller.http;

import io.kvmherd.common.api.HostProgress;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.List;
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

    /** A guest that goes cold has several parts, and one that was started again there has not gone. */
    private static int done(List<OperationRecord> parts) {
        List<GuestId> startedAgain = parts.stream()
                .filter(part -> part.kind() == OperationKind.START)
                .flatMap(part -> part.guest().stream())
                .toList();
        return (int) parts.stream()
                .filter(part -> part.state() == OperationState.SUCCEEDED)
                .flatMap(part -> part.guest().stream())
                .filter(guest -> !startedAgain.contains(guest))
                .distinct()
                .count();
    }

    private static int count(List<OperationRecord> parts, Predicate<OperationRecord> which) {
        return (int) parts.stream().filter(which).count();
    }
}
