package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often one evacuation tried to move a guest live, and failed. The rules had allowed it each time, so what is in the way
 * is something that only the hypervisor knows, or that the guest does not become still enough: trying on would go on for ever.
 * A try that ended because a host fell silent says nothing about the guest and does not count, nor does one that was
 * cancelled.
 */
final class LiveTries {
    private LiveTries() {}

    /** Guests that are not tried live any more. */
    static List<GuestId> spent(Turn turn, OperationRecord parent) {
        SortedMap<GuestId, Integer> failures = new TreeMap<>();
        for (OperationEntry child : turn.childrenOf(parent.id())) {
            OperationRecord part = child.record();
            if (part.kind() == OperationKind.MIGRATE && isFailure(part)) {
                part.guest().ifPresent(guest -> failures.merge(guest, 1, Integer::sum));
            }
        }
        return failures.entrySet().stream()
                .filter(entry -> entry.getValue() >= AppLimits.LIVE_TRIES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isFailure(OperationRecord part) {
        return part.state() == OperationState.FAILED
                && part.failure()
                        .filter(failure -> failure.code() == ErrorCode.UNREACHABLE)
                        .isEmpty();
    }
}
