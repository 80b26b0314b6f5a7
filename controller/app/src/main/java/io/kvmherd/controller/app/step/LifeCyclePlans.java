package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.Adoption;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.LifeCycleStep;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.PlanRecord.Purpose;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.placement.Capacity;
import io.kvmherd.controller.engine.placement.Ledger;
import io.kvmherd.controller.engine.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * Plans of one step that moves nobody. Such a plan holds what was asked for and where it would happen; to apply it is to ask
 * for it once more, at that place, so every rule is asked again on the newest picture.
 */
final class LifeCyclePlans {
    private LifeCyclePlans() {}

    /**
     * Stores the plan of an operation that was not begun.
     *
     * @param guest as it would be, whether it exists or not
     */
    static Response propose(Turn turn, OperationRecord operation, GuestRecord guest) {
        HostId host = guest.host().orElseThrow();
        boolean known = turn.guest(guest.id()).isPresent();
        LifeCycleStep step = new LifeCycleStep(
                operation.kind(),
                known ? Optional.of(guest.id()) : Optional.empty(),
                guest.spec().name(),
                host,
                known ? Optional.empty() : Optional.of(guest.spec()),
                operation.destination());
        Plan plan = new Plan(
                List.of(), List.of(), List.of(), List.of(), List.of(headroom(turn, operation.kind(), guest)), 0);
        PlanRecord record = new PlanRecord(
                new PlanId(turn.newId()),
                purpose(operation.kind()),
                Optional.empty(),
                plan,
                turn.view().version(),
                turn.now().wall(),
                turn.now().wall().plusSeconds(AppLimits.PLAN_VALID_SECONDS),
                Optional.of(step),
                List.of());
        turn.put(record);
        return new Response.Planned(record);
    }

    static Response apply(Turn turn, String principal, Request.ApplyPlan request, LifeCycleStep step) {
        Optional<HostId> now = step.guest().flatMap(turn::guest).flatMap(GuestRecord::host);
        if (now.isPresent() && !now.get().equals(step.host())) {
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "plan " + request.plan() + " cannot be applied",
                    "the cluster has changed since it was made: guest " + step.guestName() + " is on host " + now.get()
                            + ", not on " + step.host(),
                    "make a new one with --dry-run");
        }
        String guest = step.guest().map(GuestId::toString).orElse(step.guestName());
        String reason = request.reason();
        return switch (step.kind()) {
            case CREATE, DEFINE -> create(turn, principal, request, step);
            case START -> GuestRequests.start(turn, principal, new Request.StartGuest(guest, false, reason));
            case SHUT_DOWN -> GuestRequests.shutDown(turn, principal, new Request.ShutDownGuest(guest, false, reason));
            case STOP -> GuestRequests.stop(turn, principal, new Request.StopGuest(guest, false, reason));
            case DELETE ->
                GuestRequests.delete(
                        turn,
                        principal,
                        new Request.DeleteGuest(guest, wasAdoptedBefore(turn, request.plan(), step), false, reason));
            case REDEFINE -> Reconciliation.redefine(turn, principal, new Request.RestoreGuest(guest, false, reason));
            case RELOCATE ->
                GuestRequests.relocate(turn, principal, new Request.RelocateGuest(guest, step.to(), false, reason));
            case GIVE_BACK -> GuestRequests.release(turn, principal, new Request.ReleaseGuest(guest, false, reason));
            case MIGRATE, FOLLOW, TAKE_OVER, EVACUATE, APPLY_PLAN, RESTORE -> throw noStep(step.kind());
        };
    }

    /** A plan to delete an adopted guest was only made because that was asked for; one that was adopted since is another. */
    private static boolean wasAdoptedBefore(Turn turn, PlanId plan, LifeCycleStep step) {
        Optional<Adoption> adoption = step.guest().flatMap(turn::guest).flatMap(GuestRecord::adoption);
        return turn.plan(plan)
                .filter(made -> adoption.filter(adopted -> !adopted.at().isAfter(made.createdAt()))
                        .isPresent())
                .isPresent();
    }

    private static Response create(Turn turn, String principal, Request.ApplyPlan request, LifeCycleStep step) {
        Request.CreateGuest create = new Request.CreateGuest(
                step.spec().orElseThrow(),
                step.kind() == OperationKind.CREATE,
                Optional.of(step.host()),
                false,
                request.reason());
        return GuestRequests.create(turn, principal, create);
    }

    private static Plan.Headroom headroom(Turn turn, OperationKind kind, GuestRecord guest) {
        HostId host = guest.host().orElseThrow();
        Ledger ledger = Ledger.of(turn.view());
        Capacity.Use before = ledger.capacity(host).committed();
        long without = ledger.capacityWithout(host, guest.id()).committed().have();
        long after = switch (kind) {
            case CREATE, START -> without + guest.weighedSpec().committedMib();
            case DEFINE, RELOCATE, GIVE_BACK, REDEFINE -> before.have();
            case SHUT_DOWN, STOP, DELETE -> without;
            case MIGRATE, FOLLOW, TAKE_OVER, EVACUATE, APPLY_PLAN, RESTORE -> throw noStep(kind);
        };
        return new Plan.Headroom(host, before.have(), after, before.limit());
    }

    private static Purpose purpose(OperationKind kind) {
        return switch (kind) {
            case CREATE, DEFINE -> Purpose.CREATE;
            case START -> Purpose.START;
            case SHUT_DOWN -> Purpose.SHUT_DOWN;
            case STOP -> Purpose.STOP;
            case DELETE -> Purpose.DELETE;
            case RELOCATE -> Purpose.RELOCATE;
            case GIVE_BACK -> Purpose.GIVE_BACK;
            case REDEFINE -> Purpose.REDEFINE;
            case MIGRATE, FOLLOW, TAKE_OVER, EVACUATE, APPLY_PLAN, RESTORE -> throw noStep(kind);
        };
    }

    private static IllegalArgumentException noStep(OperationKind kind) {
        return new IllegalArgumentException("an operation of kind " + kind + " is not a step of one guest's life");
    }
}
