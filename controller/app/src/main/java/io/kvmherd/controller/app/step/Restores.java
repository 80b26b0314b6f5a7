package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.evacuation.Restorer;
import io.kvmherd.controller.engine.evacuation.Taken;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings back what evacuations took from a host since it last took guests: who was moved, live or cold, and who was shut
 * down until then.
 *
 * <p>The plan is carried out as an evacuation's is, in one round: what did not come back is named, and to ask again tries
 * it again. A dry run is made as if the host took guests, because it is asked before the host does; such a plan can be
 * applied once it does.
 */
final class Restores {
    private Restores() {}

    static Response restore(Turn turn, String principal, Request.RestoreHost request) {
        HostId host = request.host();
        Optional<HostEntry> entry = turn.host(host);
        if (entry.isEmpty()) {
            return Refusals.noSuchHost(host);
        }
        if (request.scope() == RestoreScope.HA) {
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "highly available guests cannot be brought back to host " + host,
                    "this cluster has no high availability yet, so no guest is highly available",
                    "restore all, or smart: kvmherd host restore " + host + " --restore smart");
        }
        Optional<Taken> taken = Takings.of(turn, entry.get());
        if (taken.isEmpty()) {
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "guests cannot be brought back to host " + host,
                    "no evacuation of it is among the " + AppLimits.OPERATIONS_KEPT + " newest operations",
                    "move them one by one: kvmherd migrate GUEST --to " + host);
        }
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        if (request.dryRun()) {
            ClusterView asIf = Modes.forecast(view, host).supposing(HostDuty.ACTIVE, List.of(host));
            PlanRecord plan = plan(turn, asIf, host, taken.get(), request.scope());
            turn.put(plan);
            return new Response.Planned(plan);
        }
        Optional<Response> obstacle = obstacle(turn, entry.get());
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        PlanRecord plan = plan(turn, view, host, taken.get(), request.scope());
        turn.put(plan);
        return begin(turn, principal, plan, request.reason());
    }

    /** Begins a stored plan that holds on the newest picture. */
    static Response apply(Turn turn, String principal, PlanRecord plan, String reason) {
        HostEntry entry = turn.host(plan.host().orElseThrow()).orElseThrow();
        return obstacle(turn, entry).orElseGet(() -> begin(turn, principal, plan, reason));
    }

    /** No child is open and none can begin any more. */
    static void isOver(Turn turn, OperationEntry parent) {
        OperationEntry current = turn.operation(parent.record().id()).orElseThrow();
        HostId host = current.record().host().orElseThrow();
        Plan plan = current.record().plan().flatMap(turn::plan).orElseThrow().plan();
        List<String> left = left(turn, plan, host);
        String off = Evacuations.whoIsOff(turn, current.record());
        if (current.record().cancelRequested() && off.isEmpty()) {
            Endings.end(turn, current, OperationState.CANCELLED);
        } else if (left.isEmpty() && off.isEmpty()) {
            Endings.end(turn, current, OperationState.SUCCEEDED);
        } else {
            long back =
                    succeeded(turn, current, OperationKind.MIGRATE) + succeeded(turn, current, OperationKind.RELOCATE);
            long started = started(turn, current, plan);
            String detail = back + " brought back to host " + host + (started == 0 ? "" : ", " + started + " started")
                    + (left.isEmpty() ? "" : "; not brought back: " + Evacuations.named(left))
                    + (off.isEmpty() ? "" : "; " + off);
            List<Reason> reasons = reasons(turn, current, plan, host);
            Endings.end(
                    turn,
                    current.with(current.record().failing(ErrorCode.INFEASIBLE, detail, reasons)),
                    back + started > 0 || !off.isEmpty() ? OperationState.PARTLY_DONE : OperationState.FAILED);
        }
    }

    /** Of those that were only to be started. */
    private static long started(Turn turn, OperationEntry parent, Plan plan) {
        List<GuestId> wanted = plan.starts().stream().map(Plan.Place::guest).toList();
        return turn.childrenOf(parent.record().id()).stream()
                .map(OperationEntry::record)
                .filter(child -> child.kind() == OperationKind.START && child.state() == OperationState.SUCCEEDED)
                .filter(child -> child.guest().filter(wanted::contains).isPresent())
                .count();
    }

    private static long succeeded(Turn turn, OperationEntry parent, OperationKind kind) {
        return turn.childrenOf(parent.record().id()).stream()
                .map(OperationEntry::record)
                .filter(child -> child.kind() == kind && child.state() == OperationState.SUCCEEDED)
                .count();
    }

    private static Response begin(Turn turn, String principal, PlanRecord plan, String reason) {
        OperationRecord operation = OperationDraft.hostOperation(
                        turn, OperationKind.RESTORE, plan.wholeHosts(), principal)
                .because(reason)
                .following(plan.id())
                .record();
        Operations.begin(turn, operation);
        Evacuations.goOn(turn, Evacuations.review(turn, operation.id(), plan));
        return new Response.Accepted(
                turn.operation(operation.id()).orElseThrow().record());
    }

    /** Why no guest can come back to the host at the moment. */
    static Optional<Response> obstacle(Turn turn, HostEntry entry) {
        HostId host = entry.id();
        if (entry.record().duty() == HostDuty.EVACUATING) {
            return Optional.of(HostRequests.beingEmptied(turn, host));
        }
        Optional<OperationEntry> other = turn.openOperations().stream()
                .filter(open -> open.record().kind() == OperationKind.RESTORE
                        && open.record().host().equals(Optional.of(host)))
                .findFirst();
        if (other.isPresent()) {
            return Optional.of(refused(
                    host,
                    "operation " + other.get().record().id() + " does so already",
                    "watch it: kvmherd operation watch " + other.get().record().id()));
        }
        HostDuty duty = entry.record().duty();
        if (duty != HostDuty.ACTIVE) {
            return Optional.of(refused(
                    host,
                    "it takes no guests, because its duty is " + duty,
                    "let it take guests again first: kvmherd uncordon " + host));
        }
        return Modes.refusal(turn, host, "no guest is brought back to host " + host);
    }

    private static Response refused(HostId host, String why, String next) {
        return Refusals.refused(ErrorCode.CONFLICT, "guests cannot be brought back to host " + host, why, next);
    }

    private static PlanRecord plan(Turn turn, ClusterView view, HostId host, Taken taken, RestoreScope scope) {
        return new PlanRecord(
                new PlanId(turn.newId()),
                PlanRecord.Purpose.RESTORE,
                Optional.of(host),
                Restorer.plan(view, view.host(host).orElseThrow(), taken, scope),
                view.version(),
                turn.now().wall(),
                turn.now().wall().plusSeconds(AppLimits.PLAN_VALID_SECONDS),
                Optional.empty(),
                List.of(host));
    }

    /** Guests that should run there and do not; one that was deleted meanwhile is nobody's loss. */
    private static List<String> left(Turn turn, Plan plan, HostId host) {
        List<GuestId> cold = plan.coldMoves().stream().map(Plan.ColdMove::guest).toList();
        Stream<GuestId> wanted = Stream.of(
                        plan.steps().stream().map(step -> step.move().guest()),
                        plan.blocked().stream().map(Plan.Blocked::guest),
                        cold.stream())
                .flatMap(guests -> guests);
        Stream<GuestView> away =
                wanted.flatMap(guest -> turn.view().guest(guest).stream()).filter(guest -> !guest.isOn(host));
        Stream<GuestId> toRun = Stream.concat(
                plan.starts().stream().map(Plan.Place::guest),
                plan.coldMoves().stream().filter(move -> !move.off()).map(Plan.ColdMove::guest));
        Stream<GuestView> off = toRun.flatMap(guest -> turn.view().guest(guest).stream())
                .filter(guest -> guest.isOn(host) && !guest.state().isActive())
                .filter(guest -> guest.wish() == Wish.RUNNING || !cold.contains(guest.id()));
        return Stream.concat(away, off)
                .map(guest -> guest.spec().name())
                .sorted()
                .distinct()
                .toList();
    }

    /** What the plan said, what the checker said, and what is in the way of the planned moves by now. */
    private static List<Reason> reasons(Turn turn, OperationEntry parent, Plan plan, HostId host) {
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        List<Move> moved = Stream.concat(
                        plan.steps().stream().map(Plan.Step::move),
                        plan.coldMoves().stream().map(Plan.ColdMove::move))
                .map(move -> new Move(move.guest(), move.to(), move.from()))
                .toList();
        Stream<Plan.Blocked> byNow = view.host(host).stream()
                .flatMap(home ->
                        Restorer.plan(view, home, new Taken(moved, List.of()), RestoreScope.ALL).blocked().stream());
        Stream<Reason> blocked = Stream.concat(plan.blocked().stream(), byNow)
                .flatMap(guest -> guest.reasons().stream())
                .flatMap(of -> of.reasons().stream());
        Stream<Reason> disputed = parent.disputed().values().stream().flatMap(List::stream);
        return Stream.concat(disputed, blocked)
                .distinct()
                .limit(AppLimits.REASONS_KEPT)
                .toList();
    }
}
