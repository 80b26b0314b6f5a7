package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.evacuation.Evacuator;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Carries out the cold moves of an evacuation or a restore: the guest is asked to shut down, its definition is moved, it is
 * started. Each of the three is a child of its own, durable before it begins, and what comes next is read from the guest's
 * newest child; so a restarted controller goes on in the middle.
 *
 * <p>Nobody is asked to shut down before the placer and the checker would let it go, as if it were off, on the newest picture.
 * A guest that went off because it was asked is started again, whatever else becomes of its move: where it went, or where it
 * was if it could not go, also when the operation is cancelled in between. One that does not shut down runs on where it is.
 * Nobody is stopped twice by one operation.
 */
final class ColdMoves {
    private ColdMoves() {}

    /**
     * Begins what comes next for each.
     *
     * @return whether one waits for something that may change by itself
     */
    static boolean goOn(Turn turn, OperationRecord parent, PlanRecord plan) {
        SortedMap<GuestId, OperationRecord> newest = newestParts(turn, parent);
        boolean waiting = false;
        for (Plan.ColdMove move : plan.plan().coldMoves()) {
            Optional<GuestView> guest = turn.view().guest(move.guest());
            if (guest.isPresent() && guest.get().operation().isEmpty()) {
                Optional<OperationRecord> part = Optional.ofNullable(newest.get(move.guest()));
                waiting |=
                        part.isPresent() ? goOn(turn, parent, plan, move, part.get()) : begin(turn, parent, plan, move);
            }
        }
        return waiting;
    }

    /** Nothing more is moved; whoever is off because of the operation is started where it is. */
    static void finish(Turn turn, OperationRecord parent) {
        for (OperationRecord part : newestParts(turn, parent).values()) {
            boolean between = part.kind() == OperationKind.SHUT_DOWN || part.kind() == OperationKind.RELOCATE;
            if (between && hasStopped(turn, part)) {
                startOrWait(turn, parent, part);
            }
        }
    }

    /** Whether the operation must see it through: a guest that was asked to shut down may still do so. */
    static boolean isBeyondRecall(Turn turn, OperationRecord part) {
        return part.kind() == OperationKind.SHUT_DOWN && isOfColdMove(turn, part);
    }

    /** Whether a guest of the host is between two steps. */
    static boolean isUnderWayFrom(Turn turn, OperationRecord parent, HostId host) {
        return newestParts(turn, parent).values().stream()
                .filter(part ->
                        part.kind() != OperationKind.START && part.host().equals(Optional.of(host)))
                .anyMatch(part -> hasStopped(turn, part));
    }

    /** Names of the guests that the operation stopped and that are not known to run. */
    static List<String> leftOff(Turn turn, OperationRecord parent) {
        return newestParts(turn, parent).values().stream()
                .filter(part -> hasStopped(turn, part))
                .map(part -> nameOf(turn, part))
                .sorted()
                .toList();
    }

    /** Names of the guests that the operation stopped for nothing: they run again where they were. */
    static List<String> startedInPlace(Turn turn, OperationRecord parent) {
        return newestParts(turn, parent).values().stream()
                .filter(part -> part.kind() == OperationKind.START
                        && part.host().filter(parent.wholeHosts()::contains).isPresent()
                        && part.state() == OperationState.SUCCEEDED)
                .map(part -> nameOf(turn, part))
                .sorted()
                .toList();
    }

    private static boolean begin(Turn turn, OperationRecord parent, PlanRecord plan, Plan.ColdMove move) {
        return move.off() ? relocate(turn, parent, plan, move) == Verdict.WAIT : stop(turn, parent, plan, move);
    }

    private static boolean goOn(
            Turn turn, OperationRecord parent, PlanRecord plan, Plan.ColdMove move, OperationRecord part) {
        return switch (part.kind()) {
            case RELOCATE -> !move.off() && startOrWait(turn, parent, part);
            case SHUT_DOWN -> {
                if (!hasStopped(turn, part)) {
                    boolean asked = part.plan().equals(Optional.of(plan.id()));
                    yield !asked && stop(turn, parent, plan, move);
                }
                yield switch (relocate(turn, parent, plan, move)) {
                    case YES -> false;
                    case WAIT -> true;
                    case NO -> startOrWait(turn, parent, part);
                };
            }
            default -> false;
        };
    }

    private static boolean stop(Turn turn, OperationRecord parent, PlanRecord plan, Plan.ColdMove move) {
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        ClusterView off = view.supposingShutDown(List.of(move.guest()));
        boolean wanted = view.guest(move.guest())
                .filter(guest -> guest.isOn(move.move().from()))
                .filter(guest -> view.host(move.move().from())
                        .filter(from -> Evacuator.mayBeStopped(guest, from).isYes())
                        .isPresent())
                .filter(guest -> hasToGoCold(turn, parent, plan, guest, move))
                .isPresent();
        if (!wanted || isForbidden(turn, move.guest())) {
            return false;
        }
        return switch (decide(turn, parent, off, move, move.move().to())) {
            case YES -> {
                PlanSteps.begin(turn, parent, plan, OperationKind.SHUT_DOWN, move.guest());
                yield false;
            }
            case WAIT -> true;
            case NO -> false;
        };
    }

    /** By its policy as it is now; whoever would rather go live does so only where all say no to that, or where it failed. */
    private static boolean hasToGoCold(
            Turn turn, OperationRecord parent, PlanRecord plan, GuestView guest, Plan.ColdMove move) {
        if (guest.evacuation() != EvacuationPolicy.LIVE_ELSE_COLD) {
            return guest.evacuation() == EvacuationPolicy.COLD;
        }
        if (LiveTries.spent(turn, parent).contains(guest.id())) {
            return true;
        }
        PlacementRequest anywhere = PlacementRequest.toMove(guest);
        PlacementRequest live = parent.kind() == OperationKind.RESTORE
                ? anywhere.onto(move.move().to())
                : anywhere.excluding(parent.wholeHosts());
        return PlanSteps.isRefusedForGood(PlanSteps.pictureFor(turn, plan), live);
    }

    /**
     * YES when it has begun. Its room is held from here on, not while the guest shut down: where somebody has taken that
     * meanwhile, whoever was stopped by an evacuation goes to any other host that has room now.
     */
    private static Verdict relocate(Turn turn, OperationRecord parent, PlanRecord plan, Plan.ColdMove move) {
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        boolean there = view.guest(move.guest())
                .filter(guest ->
                        guest.isOn(move.move().from()) && !guest.state().isActive())
                .isPresent();
        if (!there || isForbidden(turn, move.guest())) {
            return Verdict.NO;
        }
        Move now = elsewhere(turn, parent, view, move).orElse(move.move());
        Verdict verdict = decide(turn, parent, view, move, now.to());
        if (verdict == Verdict.YES) {
            PlanSteps.beginRelocation(turn, parent, plan, now);
        }
        return verdict;
    }

    /**
     * Where the guest can go instead; empty where the plan's host still takes it. Only an evacuation may choose: a plan that is
     * applied says where, and whoever comes back goes home.
     */
    private static Optional<Move> elsewhere(Turn turn, OperationRecord parent, ClusterView view, Plan.ColdMove move) {
        PlacementRequest anywhere =
                PlacementRequest.toRelocate(view.guest(move.guest()).orElseThrow());
        boolean bound = move.off()
                || parent.kind() != OperationKind.EVACUATE
                || PlanSteps.isDisputed(turn, parent, move.guest())
                || Placer.place(view, anywhere.onto(move.move().to())) instanceof Decision.Accepted<HostId>;
        return bound
                ? Optional.empty()
                : Placer.place(view, anywhere.excluding(parent.wholeHosts())) instanceof Decision.Accepted<HostId> other
                        ? Optional.of(new Move(move.guest(), move.move().from(), other.value()))
                        : Optional.empty();
    }

    /** What placer and checker say; after a NO, of which the reasons are kept, the guest does not move in this round. */
    private static Verdict decide(Turn turn, OperationRecord parent, ClusterView view, Plan.ColdMove move, HostId to) {
        if (PlanSteps.isDisputed(turn, parent, move.guest())) {
            return Verdict.NO;
        }
        PlacementRequest question = PlacementRequest.toRelocate(
                        view.guest(move.guest()).orElseThrow())
                .onto(to);
        Decision<HostId> decision = Decisions.decide(turn, view, question);
        if (decision instanceof Decision.Accepted<HostId>) {
            return Verdict.YES;
        }
        if (HostVerdict.mayChange(decision.verdicts())) {
            return Verdict.WAIT;
        }
        Decisions.dispute(
                turn, parent.id(), move.guest(), decision.verdicts().getFirst().reasons());
        return Verdict.NO;
    }

    /** A host that is only observed, or somebody else's copy that runs: nothing is begun with the guest. */
    private static boolean isForbidden(Turn turn, GuestId guest) {
        return turn.guest(guest)
                .filter(known -> Modes.refusal(turn, known).isEmpty())
                .filter(known -> !known.isSaidToHaveMoved())
                .filter(known ->
                        Whereabouts.activeElsewhere(turn.allHosts(), known).isEmpty())
                .isEmpty();
    }

    /**
     * Starts a guest that shall run where it is. Its room there was kept, and there is nothing to ask about one that is to run
     * as before; only its host must be heard first.
     */
    private static boolean startOrWait(Turn turn, OperationRecord parent, OperationRecord part) {
        GuestId guest = part.guest().orElseThrow();
        Optional<GuestView> there = turn.view()
                .guest(guest)
                .filter(known ->
                        known.wish() == Wish.RUNNING && known.operation().isEmpty());
        if (there.isEmpty() || isForbidden(turn, guest)) {
            return false;
        }
        if (there.get().state() == GuestState.UNKNOWN) {
            return true;
        }
        if (!there.get().state().isActive()) {
            part.plan()
                    .flatMap(turn::plan)
                    .or(() -> parent.plan().flatMap(turn::plan))
                    .ifPresent(plan -> PlanSteps.begin(turn, parent, plan, OperationKind.START, guest));
        }
        return false;
    }

    /**
     * Whether the guest of the part is off and shall run because of it. One that did not go off in time may do so later; one of
     * which nobody knows counts only if it was seen to go off.
     */
    private static boolean hasStopped(Turn turn, OperationRecord part) {
        boolean runsAgain = part.kind() == OperationKind.START && part.state() == OperationState.SUCCEEDED;
        boolean seenOff = part.kind() != OperationKind.SHUT_DOWN || part.state() == OperationState.SUCCEEDED;
        return !part.isOpen()
                && !runsAgain
                && isOfColdMove(turn, part)
                && part.guest().flatMap(turn.view()::guest).stream()
                        .filter(guest -> guest.wish() == Wish.RUNNING)
                        .anyMatch(guest -> switch (guest.state()) {
                            case SHUT_OFF, SHUT_OFF_SAVED, CRASHED -> true;
                            case SHUT_OFF_MIGRATED, UNKNOWN -> seenOff;
                            default -> false;
                        });
    }

    private static boolean isOfColdMove(Turn turn, OperationRecord part) {
        return part.plan().flatMap(turn::plan).stream()
                .flatMap(plan -> plan.plan().coldMoves().stream())
                .anyMatch(move -> !move.off() && part.guest().equals(Optional.of(move.guest())));
    }

    /** Of each guest that the operation treated so, the child that was begun last. */
    private static SortedMap<GuestId, OperationRecord> newestParts(Turn turn, OperationRecord parent) {
        SortedMap<GuestId, OperationRecord> newest = new TreeMap<>();
        for (OperationEntry child : turn.childrenOf(parent.id())) {
            OperationRecord part = child.record();
            boolean step = switch (part.kind()) {
                case SHUT_DOWN, RELOCATE, START -> true;
                default -> false;
            };
            if (step && part.guest().isPresent()) {
                newest.merge(
                        part.guest().get(), part, (one, other) -> one.id().compareTo(other.id()) > 0 ? one : other);
            }
        }
        return newest;
    }

    private static String nameOf(Turn turn, OperationRecord part) {
        return part.guest()
                .flatMap(turn::guest)
                .map(guest -> guest.spec().name())
                .orElse("");
    }
}
