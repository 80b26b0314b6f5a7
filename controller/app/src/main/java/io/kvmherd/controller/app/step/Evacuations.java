package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.evacuation.Evacuator;
import io.kvmherd.controller.engine.host.DutyEvent;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Empties a host: rounds of plan, children, look. A restore goes on in the same way, for one round.
 *
 * <p>A round follows one stored plan. Each of its steps becomes a child operation when the steps before it have ended and
 * the newest picture still allows it. When nothing is left to begin and no child is open, the round is over: the host is
 * empty, or there is another round for what has changed meanwhile, or the guests that are left block it, each with its
 * reasons in the last plan. Guests are never stopped to get on; one that cannot move stays where it is.
 */
final class Evacuations {
    private Evacuations() {}

    /** Plans the emptying of a host on the newest picture; a pair of hosts that was never proved does not count against it. */
    static PlanRecord plan(Turn turn, HostId host) {
        return plan(turn, turn.view().trusting(Trust.DECLARED), host);
    }

    /** What the plan would be, also for a host that is only observed. */
    static PlanRecord forecast(Turn turn, HostId host) {
        return plan(turn, Modes.forecast(turn.view().trusting(Trust.DECLARED), host), host);
    }

    private static PlanRecord plan(Turn turn, ClusterView view, HostId host) {
        Plan plan = Evacuator.plan(view, view.host(host).orElseThrow());
        return new PlanRecord(
                new PlanId(turn.newId()),
                PlanRecord.Purpose.EVACUATE,
                Optional.of(host),
                plan,
                view.version(),
                turn.now().wall(),
                turn.now().wall().plusSeconds(AppLimits.PLAN_VALID_SECONDS),
                Optional.empty());
    }

    /** Carries on with what can be begun now; called when something ended and at each tick. */
    static void goOn(Turn turn, OperationEntry parent) {
        if (!parent.record().isOpen()) {
            return;
        }
        Optional<PlanRecord> plan = parent.record().plan().flatMap(turn::plan);
        if (!parent.record().cancelRequested()) {
            boolean waiting = plan.map(known -> PlanSteps.beginWhatCan(turn, parent.record(), known))
                    .orElse(false);
            if (waiting && !isStalled(turn, parent)) {
                return;
            }
        }
        boolean childrenOpen = turn.childrenOf(parent.record().id()).stream()
                .anyMatch(child -> child.record().isOpen());
        if (!childrenOpen && (!isUnsettled(turn, parent.record()) || isStalled(turn, parent))) {
            roundIsOver(turn, turn.operation(parent.record().id()).orElseThrow());
        }
    }

    /** A child has ended: that counts as getting on. */
    static void childEnded(Turn turn, OperationEntry parent) {
        OperationEntry gotOn = parent.entered(parent.record(), turn.nowMs());
        turn.see(gotOn);
        goOn(turn, gotOn);
    }

    static void tick(Turn turn) {
        for (OperationEntry entry : turn.openOperationsNow()) {
            if (entry.record().kind().isParent()) {
                goOn(turn, entry);
            }
        }
    }

    /** Nothing more is begun; migrations that are going on are asked to stop. */
    static void cancel(Turn turn, OperationEntry parent) {
        turn.put(parent.with(parent.record().cancelling()));
        turn.childrenOf(parent.record().id()).stream()
                .filter(child -> child.record().isOpen())
                .forEach(child -> Operations.cancel(turn, child));
        goOn(turn, turn.operation(parent.record().id()).orElseThrow());
    }

    /**
     * Whether the picture is about to change by itself: a guest is just being started on the host, or a host is about to
     * be heard again or to be given up. What is judged now would be judged too early.
     */
    private static boolean isUnsettled(Turn turn, OperationRecord parent) {
        boolean arrivals = turn.openOperations().stream()
                .map(OperationEntry::record)
                .anyMatch(operation -> bringsGuest(operation, parent.host().orElseThrow()));
        boolean doubts = !parent.cancelRequested()
                && turn.allHosts().stream()
                        .map(host -> host.presence().reachability())
                        .anyMatch(seen -> seen == Reachability.UNSEEN || seen == Reachability.SUSPECT);
        return arrivals || doubts;
    }

    private static boolean bringsGuest(OperationRecord operation, HostId host) {
        return switch (operation.kind()) {
            case CREATE, START -> operation.host().equals(Optional.of(host));
            case MIGRATE, FOLLOW -> operation.destination().equals(Optional.of(host));
            case DEFINE, RELOCATE, SHUT_DOWN, STOP, DELETE, TAKE_OVER, GIVE_BACK, EVACUATE, APPLY_PLAN, RESTORE ->
                false;
        };
    }

    private static boolean isStalled(Turn turn, OperationEntry parent) {
        return turn.nowMs() - parent.pace().notBeforeMs() > AppLimits.EVACUATION_STALL_MS;
    }

    private static void roundIsOver(Turn turn, OperationEntry parent) {
        HostId host = parent.record().host().orElseThrow();
        if (parent.record().kind() == OperationKind.RESTORE) {
            Restores.isOver(turn, parent);
        } else if (isEmpty(turn, host)) {
            changeDuty(turn, host, DutyEvent.EMPTIED);
            Endings.end(turn, parent, OperationState.SUCCEEDED);
        } else if (parent.record().cancelRequested()) {
            changeDuty(turn, host, DutyEvent.ABANDONED);
            Endings.end(turn, parent, OperationState.CANCELLED);
        } else if (!planAnotherRound(turn, parent)) {
            giveUp(turn, parent, host);
        }
    }

    /** Whether the host itself, on its link, says that no guest is active on it, managed or not. */
    private static boolean isEmpty(Turn turn, HostId host) {
        if (turn.host(host).filter(HostEntry::takesCommands).isEmpty()) {
            return false;
        }
        boolean managed =
                turn.view().guestsOf(host).stream().map(GuestView::state).anyMatch(GuestState::isActive);
        boolean unmanaged = turn.view().host(host).stream()
                .flatMap(there -> there.unmanaged().stream())
                .map(ObservedGuest::state)
                .anyMatch(GuestState::isActive);
        return !managed && !unmanaged;
    }

    private static boolean planAnotherRound(Turn turn, OperationEntry parent) {
        OperationRecord operation = parent.record();
        boolean exactlyThePlan = operation.kind() == OperationKind.APPLY_PLAN;
        if (exactlyThePlan || operation.round() >= AppLimits.EVACUATION_ROUNDS) {
            return false;
        }
        PlanRecord next = plan(turn, operation.host().orElseThrow());
        turn.put(next);
        turn.put(parent.entered(operation.planned(next.id()), turn.nowMs()));
        OperationEntry planned = review(turn, operation.id(), next);
        boolean hasWork =
                !next.plan().steps().isEmpty() || !next.plan().shutDowns().isEmpty();
        if (hasWork) {
            PlanSteps.beginWhatCan(turn, planned.record(), next);
        }
        return hasWork;
    }

    /** The checker's opinion on a plan that was made in this turn, before any of it begins. */
    static OperationEntry review(Turn turn, OperationId parent, PlanRecord plan) {
        OperationEntry entry = turn.operation(parent).orElseThrow();
        return Decisions.review(turn, entry, plan, turn.view().trusting(Trust.DECLARED));
    }

    private static void giveUp(Turn turn, OperationEntry parent, HostId host) {
        OperationEntry current = turn.operation(parent.record().id()).orElseThrow();
        List<Reason> reasons = reasonsOf(turn, current);
        long moved = turn.childrenOf(current.record().id()).stream()
                .filter(child -> child.record().kind() == OperationKind.MIGRATE
                        && child.record().state() == OperationState.SUCCEEDED)
                .count();
        List<String> left = turn.view().guestsOf(host).stream()
                .filter(guest -> guest.state().isActive())
                .map(guest -> guest.spec().name())
                .sorted()
                .toList();
        String detail = moved + " moved; left on host " + host + ": " + named(left);
        changeDuty(turn, host, DutyEvent.STUCK);
        Endings.end(
                turn,
                current.with(current.record().failing(ErrorCode.INFEASIBLE, detail, reasons)),
                moved > 0 ? OperationState.PARTLY_DONE : OperationState.FAILED);
    }

    /** What rules and checker said about the guests that could not go, according to the last plan. */
    private static List<Reason> reasonsOf(Turn turn, OperationEntry parent) {
        Stream<Reason> blocked = parent.record().plan().flatMap(turn::plan).stream()
                .flatMap(plan -> plan.plan().blocked().stream())
                .flatMap(guest -> guest.reasons().stream())
                .flatMap(of -> of.reasons().stream());
        Stream<Reason> disputed = parent.disputed().values().stream().flatMap(List::stream);
        return Stream.concat(disputed, blocked)
                .distinct()
                .limit(AppLimits.REASONS_KEPT)
                .toList();
    }

    /** The names of the guests, of many the first; where there are none, what else keeps the host from being empty. */
    static String named(List<String> guests) {
        if (guests.isEmpty()) {
            return "no managed guest, but the host itself does not say that it is empty";
        }
        int more = guests.size() - AppLimits.GUESTS_NAMED;
        String names = String.join(", ", guests.subList(0, Math.min(guests.size(), AppLimits.GUESTS_NAMED)));
        return more > 0 ? names + " and " + more + " more" : names;
    }

    private static void changeDuty(Turn turn, HostId host, DutyEvent event) {
        turn.host(host)
                .ifPresent(entry ->
                        Hosts.changeDuty(turn, entry, event, entry.record().dutyReason()));
    }

    /** Whether an operation is emptying this host already. */
    static Optional<OperationEntry> openOn(Turn turn, HostId host) {
        return turn.openOperations().stream()
                .filter(entry -> entry.record().kind() == OperationKind.EVACUATE
                        || entry.record().kind() == OperationKind.APPLY_PLAN)
                .filter(entry -> entry.record().host().equals(Optional.of(host)))
                .findFirst();
    }
}
