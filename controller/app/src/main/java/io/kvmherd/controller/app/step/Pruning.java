package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.PlanRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Keeps what is held in memory within its bounds. Ids are UUIDs of version 7, so the first in order are the oldest. An
 * ended operation stays as long as its parent is open, a plan as long as an open operation follows it.
 */
final class Pruning {
    private Pruning() {}

    static void of(
            Draft<OperationId, OperationEntry> operations,
            Draft<PlanId, PlanRecord> plans,
            Draft<String, IdempotencyRecord> idempotency,
            Moment now) {
        if (operations.isChanged()) {
            pruneOperations(operations);
        }
        if (plans.isChanged()) {
            prunePlans(plans, inUse(operations), now);
        }
        if (idempotency.isChanged()) {
            pruneIdempotency(idempotency, now);
        }
    }

    private static void pruneOperations(Draft<OperationId, OperationEntry> operations) {
        List<OperationEntry> ended = operations.view().values().stream()
                .filter(entry -> !entry.record().isOpen())
                .filter(entry -> entry.record()
                        .parent()
                        .flatMap(operations::get)
                        .map(parent -> !parent.record().isOpen())
                        .orElse(true))
                .toList();
        ended.stream()
                .limit(Math.max(0, ended.size() - AppLimits.OPERATIONS_KEPT))
                .forEach(entry -> operations.remove(entry.record().id()));
    }

    /** Of open operations, and of the parts of such: what a part was for is asked as long as the whole goes on. */
    private static List<PlanId> inUse(Draft<OperationId, OperationEntry> operations) {
        return operations.view().values().stream()
                .filter(entry -> entry.record().isOpen()
                        || entry.record()
                                .parent()
                                .flatMap(operations::get)
                                .filter(parent -> parent.record().isOpen())
                                .isPresent())
                .flatMap(entry -> entry.record().plan().stream())
                .toList();
    }

    private static void prunePlans(Draft<PlanId, PlanRecord> plans, List<PlanId> inUse, Moment now) {
        List<PlanRecord> all = plans.view().values().stream()
                .filter(plan -> !inUse.contains(plan.id()))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            boolean tooMany = all.size() - i > AppLimits.PLANS_KEPT;
            if (tooMany || all.get(i).expiresAt().isBefore(now.wall())) {
                plans.remove(all.get(i).id());
            }
        }
    }

    private static void pruneIdempotency(Draft<String, IdempotencyRecord> idempotency, Moment now) {
        List<String> old = idempotency.view().entrySet().stream()
                .filter(entry ->
                        entry.getValue().acceptedAt().isBefore(now.wall().minusSeconds(AppLimits.IDEMPOTENCY_SECONDS)))
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(idempotency::remove);
        List<String> byAge = idempotency.view().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().acceptedAt()))
                .map(Map.Entry::getKey)
                .toList();
        byAge.stream()
                .limit(Math.max(0, byAge.size() - AppLimits.IDEMPOTENCY_KEPT))
                .forEach(idempotency::remove);
    }
}
