package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.evacuation.Evacuator;
import io.kvmherd.controller.engine.host.DutyEvent;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Empties hosts: rounds of plan, children, look. A restore goes on in the same way, for one round.
 *
 * <p>A round follows one stored plan. Each of its steps becomes a child operation when the steps before it have ended and
 * the newest picture still allows it. When nothing is left to begin and no child is open, the round is over: the
 * hosts are empty, or there is another round for what has changed meanwhile, or the guests that are left block it, each
 * with its reasons in the last plan. Guests are never stopped to get on, only where their policy is to be or allows it
 * ({@link ColdMoves}); one that cannot move, or does not shut down when it is asked, stays where it is and runs.
 */
final class Evacuations {
    private Evacuations() {}

    /** Plans the emptying of hosts on the newest picture; a pair of hosts that was never proved does not count against them. */
    static PlanRecord plan(Turn turn, List<HostId> hosts, boolean copyStorage) {
        return plan(turn, picture(turn, copyStorage), hosts, List.of(), copyStorage);
    }

    /** What the plan would be, also for hosts that are only observed. */
    static PlanRecord forecast(Turn turn, List<HostId> hosts, boolean copyStorage) {
        ClusterView view = picture(turn, copyStorage);
        for (HostId host : hosts) {
            view = Modes.forecast(view, host);
        }
        return plan(turn, view, hosts, List.of(), copyStorage);
    }

    /** @param copyStorage whether disks that are not shared are copied along */
    private static ClusterView picture(Turn turn, boolean copyStorage) {
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        return copyStorage ? view.copyingStorage() : view;
    }

    private static PlanRecord plan(
            Turn turn, ClusterView view, List<HostId> hosts, List<GuestId> failedLive, boolean copyStorage) {
        return new PlanRecord(
                new PlanId(turn.newId()),
                PlanRecord.Purpose.EVACUATE,
                hosts.size() == 1 ? Optional.of(hosts.getFirst()) : Optional.empty(),
                Evacuator.plan(view, hosts, failedLive),
                view.version(),
                turn.now().wall(),
                turn.now().wall().plusSeconds(AppLimits.PLAN_VALID_SECONDS),
                Optional.empty(),
                hosts,
                copyStorage ? MigrationRequests.copyingWhatMoves() : Optional.empty());
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
                releaseWhoIsDone(turn, parent.record());
                return;
            }
        }
        boolean quiet = !isUnsettled(turn, parent.record()) || isStalled(turn, parent);
        if (parent.record().cancelRequested() || quiet && !hasOpenChildren(turn, parent)) {
            ColdMoves.finish(turn, parent.record());
        }
        releaseWhoIsDone(turn, parent.record());
        if (quiet && !hasOpenChildren(turn, parent)) {
            roundIsOver(turn, turn.operation(parent.record().id()).orElseThrow());
        }
    }

    private static boolean hasOpenChildren(Turn turn, OperationEntry parent) {
        return turn.childrenOf(parent.record().id()).stream()
                .anyMatch(child -> child.record().isOpen());
    }

    /** Of several hosts, one that is done need not wait for the others: whoever is to work on it can begin. */
    private static void releaseWhoIsDone(Turn turn, OperationRecord parent) {
        if (parent.wholeHosts().size() < 2 || parent.kind() == OperationKind.RESTORE || parent.cancelRequested()) {
            return;
        }
        for (HostId host : unreleased(turn, parent)) {
            boolean busy = turn.openOperations().stream()
                    .map(OperationEntry::record)
                    .anyMatch(operation -> operation.guest().isPresent() && operation.concerns(host));
            boolean between = ColdMoves.isUnderWayFrom(turn, parent, host);
            Emptiness there = Emptiness.of(turn, host);
            if (!busy && !between && there.isDone()) {
                done(turn, there);
            }
        }
    }

    private static void done(Turn turn, Emptiness there) {
        turn.host(there.host())
                .ifPresent(entry -> Hosts.changeDuty(
                        turn,
                        entry,
                        there.ending(),
                        there.stayers().isEmpty() ? entry.record().dutyReason() : there.butForStayers()));
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

    /** Nothing more is begun; migrations that are going on are asked to stop, and whoever was stopped is started again. */
    static void cancel(Turn turn, OperationEntry parent) {
        turn.put(parent.with(parent.record().cancelling()));
        turn.childrenOf(parent.record().id()).stream()
                .filter(child -> child.record().isOpen())
                .filter(child -> !ColdMoves.isBeyondRecall(turn, child.record()))
                .forEach(child -> Operations.cancel(turn, child));
        goOn(turn, turn.operation(parent.record().id()).orElseThrow());
    }

    /**
     * Whether the picture is about to change by itself: a guest is just being started on the host, or a host is about to
     * be heard again or to be given up. What is judged now would be judged too early.
     */
    private static boolean isUnsettled(Turn turn, OperationRecord parent) {
        boolean arrivals = parent.wholeHosts().stream()
                .flatMap(host -> turn.view().reservationsOn(host).stream())
                .anyMatch(held -> held.purpose() == Reservation.Purpose.ARRIVING);
        boolean doubts = !parent.cancelRequested()
                && turn.allHosts().stream()
                        .map(host -> host.presence().reachability())
                        .anyMatch(seen -> seen == Reachability.UNSEEN || seen == Reachability.SUSPECT);
        return arrivals || doubts;
    }

    private static boolean isStalled(Turn turn, OperationEntry parent) {
        return turn.nowMs() - parent.pace().notBeforeMs() > AppLimits.EVACUATION_STALL_MS;
    }

    private static void roundIsOver(Turn turn, OperationEntry parent) {
        if (parent.record().kind() == OperationKind.RESTORE) {
            Restores.isOver(turn, parent);
            return;
        }
        List<Emptiness> hosts = unreleased(turn, parent.record()).stream()
                .map(host -> Emptiness.of(turn, host))
                .toList();
        List<Emptiness> full = hosts.stream().filter(host -> !host.isDone()).toList();
        String off = whoIsOff(turn, parent.record());
        if (!off.isEmpty() && (full.isEmpty() || parent.record().cancelRequested())) {
            settle(turn, hosts, DutyEvent.ABANDONED);
            Endings.end(
                    turn,
                    parent.with(parent.record().failing(ErrorCode.INFEASIBLE, off, List.of())),
                    OperationState.PARTLY_DONE);
        } else if (full.isEmpty()) {
            hosts.forEach(host -> done(turn, host));
            Endings.end(turn, parent, OperationState.SUCCEEDED);
            remark(turn, parent.record());
        } else if (parent.record().cancelRequested()) {
            settle(turn, hosts, DutyEvent.ABANDONED);
            Endings.end(turn, parent, OperationState.CANCELLED);
        } else if (!planAnotherRound(turn, parent)) {
            settle(turn, hosts, DutyEvent.STUCK);
            giveUp(turn, parent, full);
        }
    }

    /** Hosts of the operation that were not called done before; what became of the others since is not its business. */
    private static List<HostId> unreleased(Turn turn, OperationRecord parent) {
        if (parent.wholeHosts().size() == 1) {
            return parent.wholeHosts();
        }
        return parent.wholeHosts().stream()
                .filter(host -> turn.host(host)
                        .filter(entry -> entry.record().duty() == HostDuty.EVACUATING)
                        .isPresent())
                .toList();
    }

    private static void settle(Turn turn, List<Emptiness> hosts, DutyEvent whereGuestsAreLeft) {
        for (Emptiness host : hosts) {
            if (host.isDone()) {
                done(turn, host);
            } else {
                changeDuty(turn, host.host(), whereGuestsAreLeft);
            }
        }
    }

    /** Done, and yet not everybody has gone. */
    private static void remark(Turn turn, OperationRecord parent) {
        List<Reason> remarks = parent.wholeHosts().stream()
                .flatMap(host -> Emptiness.of(turn, host).remarks().stream())
                .limit(AppLimits.REASONS_KEPT)
                .toList();
        OperationEntry ended = turn.operation(parent.id()).orElseThrow();
        if (!remarks.isEmpty()) {
            turn.put(ended.with(ended.record().remarking(remarks)));
        }
    }

    private static boolean planAnotherRound(Turn turn, OperationEntry parent) {
        OperationRecord operation = parent.record();
        boolean exactlyThePlan = operation.kind() == OperationKind.APPLY_PLAN;
        if (exactlyThePlan || operation.round() >= AppLimits.EVACUATION_ROUNDS) {
            return false;
        }
        PlanRecord next = plan(
                turn,
                picture(turn, operation.copiesStorage()),
                unreleased(turn, operation),
                LiveTries.spent(turn, operation),
                operation.copiesStorage());
        turn.put(next);
        turn.put(parent.entered(operation.planned(next.id()), turn.nowMs()));
        OperationEntry planned = review(turn, operation.id(), next);
        boolean hasWork = next.plan().hasWork();
        if (hasWork) {
            PlanSteps.beginWhatCan(turn, planned.record(), next);
        }
        return hasWork;
    }

    /** The checker's opinion on a plan that was made in this turn, before any of it begins. */
    static OperationEntry review(Turn turn, OperationId parent, PlanRecord plan) {
        OperationEntry entry = turn.operation(parent).orElseThrow();
        return Decisions.review(turn, entry, plan, PlanSteps.pictureFor(turn, plan));
    }

    private static void giveUp(Turn turn, OperationEntry parent, List<Emptiness> full) {
        OperationEntry current = turn.operation(parent.record().id()).orElseThrow();
        List<Reason> reasons = reasonsOf(turn, current);
        List<OperationRecord> children = turn.childrenOf(current.record().id()).stream()
                .map(OperationEntry::record)
                .toList();
        long moved = count(children, OperationKind.MIGRATE) + count(children, OperationKind.RELOCATE);
        long shutDown = shutDownForGood(children);
        String left = String.join(
                "; ",
                full.stream()
                        .map(host -> "left on host " + host.host() + ": " + named(whoIsLeft(host)))
                        .toList());
        String detail = moved + " moved" + (shutDown == 0 ? "" : ", " + shutDown + " shut down") + "; " + left
                + whoDidNotShutDown(turn, children) + whoIsBack(turn, current.record());
        String off = whoIsOff(turn, current.record());
        Endings.end(
                turn,
                current.with(current.record()
                        .failing(ErrorCode.INFEASIBLE, detail + (off.isEmpty() ? "" : "; " + off), reasons)),
                moved + shutDown > 0 ? OperationState.PARTLY_DONE : OperationState.FAILED);
    }

    private static long count(List<OperationRecord> children, OperationKind kind) {
        return children.stream()
                .filter(child -> child.kind() == kind && child.state() == OperationState.SUCCEEDED)
                .count();
    }

    /** Guests that were shut down, and neither to be moved nor for nothing. */
    private static long shutDownForGood(List<OperationRecord> children) {
        List<GuestId> onTheirWay = children.stream()
                .filter(child -> child.kind() == OperationKind.RELOCATE || child.kind() == OperationKind.START)
                .flatMap(child -> child.guest().stream())
                .toList();
        return count(
                children.stream()
                        .filter(child ->
                                child.guest().filter(onTheirWay::contains).isEmpty())
                        .toList(),
                OperationKind.SHUT_DOWN);
    }

    private static List<String> whoIsLeft(Emptiness host) {
        return Stream.concat(host.others().stream(), host.stayers().stream())
                .sorted()
                .toList();
    }

    /** No rule speaks against them, so no reason names them. */
    private static String whoDidNotShutDown(Turn turn, List<OperationRecord> children) {
        List<String> names = children.stream()
                .filter(child -> child.kind() == OperationKind.SHUT_DOWN && child.state() == OperationState.FAILED)
                .flatMap(child -> child.guest().flatMap(turn.view()::guest).stream())
                .filter(guest -> guest.state().isActive() && guest.state() != GuestState.UNKNOWN)
                .map(guest -> guest.spec().name())
                .sorted()
                .distinct()
                .toList();
        return names.isEmpty() ? "" : "; asked to shut down, and still running: " + named(names);
    }

    /** They were shut down to be moved, which then could not be; to ask again may end the same way. */
    private static String whoIsBack(Turn turn, OperationRecord parent) {
        List<String> names = ColdMoves.startedInPlace(turn, parent);
        return names.isEmpty() ? "" : "; shut down to be moved, and started again where they were: " + named(names);
    }

    /** Empty if it is nobody. */
    static String whoIsOff(Turn turn, OperationRecord parent) {
        List<String> names = ColdMoves.leftOff(turn, parent);
        return names.isEmpty()
                ? ""
                : "shut down to be moved, and not running again: " + named(names)
                        + "; start them when you know why: kvmherd guest start " + names.getFirst();
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
                .filter(entry -> entry.record().wholeHosts().contains(host))
                .findFirst();
    }
}
