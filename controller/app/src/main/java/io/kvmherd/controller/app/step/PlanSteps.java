package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Turns the steps of a stored plan into operations, each at its time and only if the newest picture allows it: a plan is a
 * proposal, and the world goes on while it is carried out.
 */
final class PlanSteps {
    /** What can be done about a step at the moment. */
    private enum Readiness {
        BEGUN,
        READY,
        LATER,
        IMPOSSIBLE
    }

    private PlanSteps() {}

    /**
     * Begins every step that can begin.
     *
     * @return whether steps are left that may begin later
     */
    static boolean beginWhatCan(Turn turn, OperationRecord parent, PlanRecord plan) {
        boolean later = false;
        for (Plan.Step step : plan.plan().steps()) {
            Readiness readiness = readiness(turn, parent, plan, step);
            if (readiness == Readiness.READY && isConfirmed(turn, parent, step)) {
                beginMove(turn, parent, plan, step);
            }
            later |= readiness == Readiness.LATER;
        }
        for (Plan.ShutDown shutDown : plan.plan().shutDowns()) {
            if (child(turn, parent, plan, OperationKind.SHUT_DOWN, shutDown.guest())
                            .isEmpty()
                    && isStillNeeded(turn, parent, plan, shutDown)) {
                begin(turn, parent, plan, OperationKind.SHUT_DOWN, shutDown.guest());
            }
        }
        for (Plan.Place start : plan.plan().starts()) {
            Readiness readiness = readinessToStart(turn, parent, plan, start);
            if (readiness == Readiness.READY) {
                begin(turn, parent, plan, OperationKind.START, start.guest());
            }
            later |= readiness == Readiness.LATER;
        }
        return ColdMoves.goOn(turn, parent, plan) || later;
    }

    private static Readiness readiness(Turn turn, OperationRecord parent, PlanRecord plan, Plan.Step step) {
        if (child(turn, parent, plan, step.move()).isPresent()) {
            return Readiness.BEGUN;
        }
        if (isDisputed(turn, parent, step.move().guest())) {
            return Readiness.IMPOSSIBLE;
        }
        for (int number : step.after()) {
            Readiness before = readinessOfEarlier(turn, parent, plan, number);
            if (before != Readiness.READY) {
                return before;
            }
        }
        return judge(turn, step);
    }

    /** READY when the earlier step has ended; a step that waits for an impossible one is impossible in this round. */
    private static Readiness readinessOfEarlier(Turn turn, OperationRecord parent, PlanRecord plan, int number) {
        Plan.Step earlier = plan.plan().steps().get(number - 1);
        Optional<OperationEntry> begun = child(turn, parent, plan, earlier.move());
        if (begun.isPresent()) {
            return begun.get().record().isOpen() ? Readiness.LATER : Readiness.READY;
        }
        return readiness(turn, parent, plan, earlier) == Readiness.IMPOSSIBLE ? Readiness.IMPOSSIBLE : Readiness.LATER;
    }

    private static Readiness judge(Turn turn, Plan.Step step) {
        Move move = step.move();
        ClusterView view = pictureFor(turn, step);
        Optional<GuestView> guest = view.guest(move.guest()).filter(there -> there.isOn(move.from()));
        Optional<HostView> from = view.host(move.from());
        Optional<HostView> to = view.host(move.to());
        if (guest.isEmpty()
                || from.isEmpty()
                || to.isEmpty()
                || !guest.get().state().isActive()) {
            return Readiness.IMPOSSIBLE;
        }
        Decision<HostId> decision =
                Placer.place(view, PlacementRequest.toMove(guest.get()).onto(move.to()));
        if (decision instanceof Decision.Refused<HostId> refused) {
            boolean maybeLater = HostVerdict.mayChange(refused.verdicts());
            return maybeLater ? Readiness.LATER : Readiness.IMPOSSIBLE;
        }
        return MigrationRules.slots(view, from.get(), to.get()).isYes() ? Readiness.READY : Readiness.LATER;
    }

    /** The guest is still off where it was shut down, shall run, and has room there. */
    private static Readiness readinessToStart(Turn turn, OperationRecord parent, PlanRecord plan, Plan.Place start) {
        if (child(turn, parent, plan, OperationKind.START, start.guest()).isPresent()) {
            return Readiness.BEGUN;
        }
        boolean wanted = turn.guest(start.guest())
                .filter(guest -> guest.wish() == Wish.RUNNING && !guest.isSaidToHaveMoved())
                .filter(guest ->
                        Whereabouts.activeElsewhere(turn.allHosts(), guest).isEmpty())
                .isPresent();
        Optional<GuestView> guest = turn.view()
                .guest(start.guest())
                .filter(there ->
                        wanted && there.isOn(start.host()) && !there.state().isActive());
        if (guest.isEmpty()) {
            return Readiness.IMPOSSIBLE;
        }
        if (guest.get().operation().isPresent()) {
            return Readiness.LATER;
        }
        Decision<HostId> decision = Decisions.decide(
                turn,
                turn.view(),
                PlacementRequest.toStart(start.guest(), guest.get().spec()).onto(start.host()));
        if (decision instanceof Decision.Accepted<HostId>) {
            return Readiness.READY;
        }
        boolean maybeLater = HostVerdict.mayChange(decision.verdicts());
        return maybeLater ? Readiness.LATER : Readiness.IMPOSSIBLE;
    }

    /** The newest picture as the plan means it: disks are copied along where it was made so. */
    static ClusterView pictureFor(Turn turn, PlanRecord plan) {
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        return plan.copiesStorage() ? view.copyingStorage() : view;
    }

    private static ClusterView pictureFor(Turn turn, Plan.Step step) {
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        return step.copies().isEmpty() ? view : view.copyingStorage();
    }

    /** How the step's migration is made, where the step says more than the guest or the cluster does. */
    static Optional<MigrationCourse> courseOf(Turn turn, Plan.Step step) {
        return step.copies().isEmpty()
                ? Optional.empty()
                : turn.guest(step.move().guest()).map(guest -> MigrationRequests.copying(turn, guest));
    }

    static boolean isDisputed(Turn turn, OperationRecord parent, GuestId guest) {
        return turn.operation(parent.id())
                .filter(entry -> entry.disputed().containsKey(guest))
                .isPresent();
    }

    /** Asks both once more at the moment when the move begins; a dispute ends its chances in this round. */
    private static boolean isConfirmed(Turn turn, OperationRecord parent, Plan.Step step) {
        Move move = step.move();
        ClusterView view = pictureFor(turn, step);
        PlacementRequest question =
                PlacementRequest.toMove(view.guest(move.guest()).orElseThrow()).onto(move.to());
        Decision<HostId> decision = Decisions.decide(turn, view, question);
        if (decision instanceof Decision.Refused<HostId> refused) {
            List<Reason> reasons = refused.verdicts().getFirst().reasons();
            Decisions.dispute(turn, parent.id(), move.guest(), reasons);
        }
        return decision instanceof Decision.Accepted<HostId>;
    }

    /**
     * Only where the guest still is. Whoever is shut down because it can go nowhere is so only while no host could take it
     * even later.
     */
    private static boolean isStillNeeded(Turn turn, OperationRecord parent, PlanRecord plan, Plan.ShutDown shutDown) {
        ClusterView view = pictureFor(turn, plan);
        return view.guest(shutDown.guest())
                .filter(guest -> Modes.refusal(turn, turn.guest(guest.id()).orElseThrow())
                        .isEmpty())
                .filter(guest -> guest.isOn(shutDown.host()) && guest.state().isActive())
                .filter(guest -> guest.operation().isEmpty())
                .filter(guest -> shutDown.returns()
                        ? guest.evacuation() == EvacuationPolicy.SHUTDOWN_RETURN
                        : isRefusedForGood(view, PlacementRequest.toMove(guest).excluding(parent.wholeHosts())))
                .isPresent();
    }

    /** No host takes it, and none would later. */
    static boolean isRefusedForGood(ClusterView view, PlacementRequest question) {
        return Placer.place(view, question) instanceof Decision.Refused<HostId> refused
                && HostVerdict.areFinal(refused.verdicts());
    }

    private static void beginMove(Turn turn, OperationRecord parent, PlanRecord plan, Plan.Step step) {
        begin(
                turn,
                parent,
                draft(turn, OperationKind.MIGRATE, step.move().guest(), parent)
                        .to(step.move().to())
                        .partOf(parent.id(), plan.id())
                        .record()
                        .on(courseOf(turn, step)));
    }

    /** The definition of a guest that is off goes. */
    static void beginRelocation(Turn turn, OperationRecord parent, PlanRecord plan, Move move) {
        begin(
                turn,
                parent,
                draft(turn, OperationKind.RELOCATE, move.guest(), parent)
                        .to(move.to())
                        .partOf(parent.id(), plan.id())
                        .record());
    }

    /** Does something to a guest where it is. */
    static void begin(Turn turn, OperationRecord parent, PlanRecord plan, OperationKind kind, GuestId guest) {
        begin(
                turn,
                parent,
                draft(turn, kind, guest, parent).partOf(parent.id(), plan.id()).record());
    }

    private static OperationDraft draft(Turn turn, OperationKind kind, GuestId guest, OperationRecord parent) {
        return OperationDraft.guestOperation(turn, kind, turn.guest(guest).orElseThrow(), parent.requestedBy())
                .because(parent.reason());
    }

    /** Begins the child; that counts as getting on. */
    private static void begin(Turn turn, OperationRecord parent, OperationRecord child) {
        Operations.begin(turn, child);
        turn.operation(parent.id()).ifPresent(entry -> turn.see(entry.entered(entry.record(), turn.nowMs())));
    }

    private static Optional<OperationEntry> child(Turn turn, OperationRecord parent, PlanRecord plan, Move move) {
        return child(
                turn,
                parent,
                plan,
                child -> child.guest().equals(Optional.of(move.guest()))
                        && child.host().equals(Optional.of(move.from()))
                        && child.destination().equals(Optional.of(move.to())));
    }

    private static Optional<OperationEntry> child(
            Turn turn, OperationRecord parent, PlanRecord plan, OperationKind kind, GuestId guest) {
        return child(
                turn,
                parent,
                plan,
                child -> child.kind() == kind && child.guest().equals(Optional.of(guest)));
    }

    private static Optional<OperationEntry> child(
            Turn turn, OperationRecord parent, PlanRecord plan, Predicate<OperationRecord> sought) {
        return turn.childrenOf(parent.id()).stream()
                .filter(entry -> entry.record().plan().equals(Optional.of(plan.id())))
                .filter(entry -> sought.test(entry.record()))
                .findFirst();
    }
}
