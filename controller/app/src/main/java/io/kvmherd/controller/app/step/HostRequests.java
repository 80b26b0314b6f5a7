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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        Optional<Response> obstacle = Stream.concat(plan.host().stream(), plan.wholeHosts().stream())
                .distinct()
                .flatMap(host -> obstacle(turn, plan, host).stream())
                .findFirst();
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        List<Finding> findings = PlanChecker.check(PlanSteps.pictureFor(turn, plan), plan.plan());
        if (!findings.isEmpty()) {
            Finding first = findings.getFirst();
            String part = first.step() == Finding.NO_STEP
                    ? "guest "
                            + turn.guest(first.guest())
                                    .map(guest -> guest.spec().name())
                                    .orElse(first.guest().toString())
                    : "step " + first.step();
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "plan " + plan.id() + " cannot be applied",
                    "the cluster has changed since it was made; " + part + ": "
                            + first.reason().code(),
                    "make a new one with --dry-run");
        }
        return switch (plan.purpose()) {
            case MIGRATE -> applyMove(turn, principal, request, plan);
            case CREATE, START, SHUT_DOWN, STOP, DELETE, RELOCATE, GIVE_BACK, REDEFINE ->
                throw new IllegalStateException("plan " + plan.id() + " is for " + plan.purpose() + " and has no step");
            case RESTORE -> Restores.apply(turn, principal, plan, request.reason());
            case EVACUATE -> EvacuationRequests.apply(turn, principal, plan, request.reason());
        };
    }

    /** Why nothing can be planned or done with one of the plan's hosts any more. */
    private static Optional<Response> obstacle(Turn turn, PlanRecord plan, HostId host) {
        if (turn.host(host).isEmpty()) {
            return Optional.of(Refusals.noSuchHost(host));
        }
        return plan.purpose() == PlanRecord.Purpose.RESTORE
                ? Restores.obstacle(turn, turn.host(host).orElseThrow())
                : Modes.refusal(turn, host, "no guest is moved off host " + host);
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
                List.of(),
                Optional.of(course));
        turn.put(record);
        return new Response.Planned(record);
    }

    private static Response applyMove(Turn turn, String principal, Request.ApplyPlan request, PlanRecord plan) {
        if (plan.plan().steps().isEmpty()) {
            return Refusals.noSuchPlan(plan.id().toString());
        }
        Plan.Step step = plan.plan().steps().get(0);
        Move move = step.move();
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
                .on(plan.course()
                        .map(course -> MigrationRequests.anew(turn, guest.get(), course))
                        .or(() -> PlanSteps.courseOf(turn, step)));
        return GuestRequests.begin(turn, operation);
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
