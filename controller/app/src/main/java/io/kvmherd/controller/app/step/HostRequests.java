package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.host.DutyEvent;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.plan.Finding;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanChecker;
import io.kvmherd.controller.engine.plan.PlanSequencer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.List;
import java.util.Optional;

/** Requests about one host, and plans. */
final class HostRequests {
    private HostRequests() {}

    static Response setDuty(Turn turn, Request.SetDuty request) {
        Optional<HostEntry> host = turn.host(request.host());
        if (host.isEmpty()) {
            return Refusals.noSuchHost(request.host());
        }
        DutyEvent event = request.duty() == HostDuty.ACTIVE ? DutyEvent.UNCORDON : DutyEvent.CORDON;
        return Hosts.changeDuty(turn, host.get(), event, request.reason())
                .<Response>map(Response.HostChanged::new)
                .orElseGet(() -> beingEmptied(turn, request.host()));
    }

    static Response evacuate(Turn turn, String principal, Request.EvacuateHost request) {
        if (turn.host(request.host()).isEmpty()) {
            return Refusals.noSuchHost(request.host());
        }
        if (Evacuations.openOn(turn, request.host()).isPresent()) {
            return beingEmptied(turn, request.host());
        }
        Optional<Response> observed = observed(turn, request.host());
        if (observed.isPresent() && !request.dryRun()) {
            return observed.get();
        }
        PlanRecord plan =
                request.dryRun() ? Evacuations.forecast(turn, request.host()) : Evacuations.plan(turn, request.host());
        turn.put(plan);
        if (request.dryRun()) {
            return new Response.Planned(plan);
        }
        return beginParent(turn, OperationKind.EVACUATE, plan, principal, request.reason());
    }

    /** Applies a plan while the newest picture still allows every step of it. */
    static Response applyPlan(Turn turn, String principal, Request.ApplyPlan request) {
        Optional<PlanRecord> stored = turn.plan(request.plan());
        if (stored.isEmpty() || stored.get().expiresAt().isBefore(turn.now().wall())) {
            return Refusals.noSuchPlan(request.plan().toString());
        }
        PlanRecord plan = stored.get();
        if (plan.lifeCycle().isPresent()) {
            return LifeCyclePlans.apply(
                    turn, principal, request, plan.lifeCycle().get());
        }
        Optional<HostId> gone = plan.host().filter(host -> turn.host(host).isEmpty());
        if (gone.isPresent()) {
            return Refusals.noSuchHost(gone.get());
        }
        Optional<Response> observed = plan.host().flatMap(host -> observed(turn, host));
        if (observed.isPresent()) {
            return observed.get();
        }
        List<Finding> findings = PlanChecker.check(turn.view().trusting(Trust.DECLARED), plan.plan());
        if (!findings.isEmpty()) {
            Finding first = findings.getFirst();
            String part = first.step() == Finding.NO_STEP ? "a shut-down of it" : "step " + first.step();
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "plan " + plan.id() + " cannot be applied",
                    "the cluster has changed since it was made; " + part + ": "
                            + first.reason().code(),
                    "make a new one with --dry-run");
        }
        return switch (plan.purpose()) {
            case MIGRATE -> applyMove(turn, principal, request, plan);
            case CREATE, START, SHUT_DOWN, STOP, DELETE, RELOCATE, GIVE_BACK ->
                throw new IllegalStateException("plan " + plan.id() + " is for " + plan.purpose() + " and has no step");
            case RESTORE -> Restores.apply(turn, principal, plan, request.reason());
            case EVACUATE -> {
                HostId host = plan.host().orElseThrow();
                yield Evacuations.openOn(turn, host).isPresent()
                        ? beingEmptied(turn, host)
                        : beginParent(turn, OperationKind.APPLY_PLAN, plan, principal, request.reason());
            }
        };
    }

    /** The plan of a single live migration. */
    static Response plannedMove(Turn turn, ClusterView view, Move move, MigrationCourse course) {
        Plan plan = PlanSequencer.sequence(view, List.of(move));
        PlanRecord record = new PlanRecord(
                new PlanId(turn.newId()),
                PlanRecord.Purpose.MIGRATE,
                Optional.of(move.from()),
                plan,
                view.version(),
                turn.now().wall(),
                turn.now().wall().plusSeconds(AppLimits.PLAN_VALID_SECONDS),
                Optional.empty(),
                Optional.of(course));
        turn.put(record);
        return new Response.Planned(record);
    }

    private static Response applyMove(Turn turn, String principal, Request.ApplyPlan request, PlanRecord plan) {
        if (plan.plan().steps().isEmpty()) {
            return Refusals.noSuchPlan(plan.id().toString());
        }
        Move move = plan.plan().steps().get(0).move();
        Optional<GuestRecord> guest = turn.guest(move.guest());
        if (guest.isEmpty()) {
            return Refusals.noSuchGuest(move.guest().toString());
        }
        Optional<OperationEntry> holder = turn.operationOn(move.guest());
        if (holder.isPresent()) {
            return Refusals.busy(guest.get(), holder.get().record().id());
        }
        Optional<HostId> elsewhere = Whereabouts.activeElsewhere(turn.allHosts(), guest.get());
        if (elsewhere.isPresent()) {
            return Refusals.activeElsewhere(guest.get(), elsewhere.get());
        }
        Optional<Response> noSlot = MigrationSlots.refusal(turn, guest.get(), move.to());
        if (noSlot.isPresent()) {
            return noSlot.get();
        }
        OperationRecord operation = OperationDraft.guestOperation(turn, OperationKind.MIGRATE, guest.get(), principal)
                .to(move.to())
                .because(request.reason())
                .record()
                .on(plan.course());
        return GuestRequests.begin(turn, operation);
    }

    private static Response beginParent(
            Turn turn, OperationKind kind, PlanRecord plan, String principal, String reason) {
        HostId host = plan.host().orElseThrow();
        HostEntry entry = turn.host(host).orElseThrow();
        if (Hosts.changeDuty(turn, entry, DutyEvent.EVACUATE, reason).isEmpty()) {
            return beingEmptied(turn, host);
        }
        OperationRecord operation = OperationDraft.hostOperation(turn, kind, host, principal)
                .because(reason)
                .following(plan.id())
                .record();
        Operations.begin(turn, operation);
        Evacuations.goOn(turn, Evacuations.review(turn, operation.id(), plan));
        return new Response.Accepted(
                turn.operation(operation.id()).orElseThrow().record());
    }

    private static Optional<Response> observed(Turn turn, HostId host) {
        return Modes.refusal(turn, host, "no guest is moved off host " + host);
    }

    static Response beingEmptied(Turn turn, HostId host) {
        String by = Evacuations.openOn(turn, host)
                .map(entry -> entry.record().id().toString())
                .orElse("an operation");
        return Refusals.refused(
                ErrorCode.CONFLICT,
                "host " + host + " is being emptied",
                "operation " + by + " has not ended",
                "wait for it or cancel it: kvmherd operation cancel " + by);
    }
}
