package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.evacuation.Seating.Preference;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanSequencer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds a place for every guest that is active on a host.
 *
 * <p>The kindest packing is tried first: the largest guest chooses first, and each goes where the placer likes it best.
 * When that leaves somebody out, the same is done with the tightest fit and with the most constrained guest first, each
 * followed by exchanges of seats; the packing that leaves the fewest out wins, the kinder one between equals. Guests on
 * other hosts are not moved to make room.
 *
 * <p>Nobody is stopped unasked. A guest that cannot move is blocked; only when its specification says so, it runs, and
 * every host says NO rather than WAIT, it is listed to be shut down instead. A guest that carries a controller of this
 * cluster is neither moved nor stopped here: it is blocked, which says so, and somebody moves it by itself.
 */
public final class Evacuator {
    static final Comparator<GuestView> LARGEST_FIRST = Comparator.comparingLong(
                    (GuestView guest) -> -guest.spec().committedMib())
            .thenComparing(guest -> -guest.spec().vcpus())
            .thenComparing(GuestView::id);

    private Evacuator() {}

    /** The duty of the host does not matter: the plan of an evacuation that nobody ordered yet is a forecast. */
    public static Plan plan(ClusterView view, HostView host) {
        List<GuestView> movable = new ArrayList<>();
        List<Stayer> stayers = new ArrayList<>();
        List<GuestId> off = new ArrayList<>();
        for (GuestView guest : view.guestsOf(host.id())) {
            Answer departure = MigrationRules.canLeave(guest, host).and(carriesNoController(guest));
            if (!guest.state().isActive()) {
                off.add(guest.id());
            } else if (departure.isYes()) {
                movable.add(guest);
            } else {
                stayers.add(Stayer.of(
                        guest, new HostVerdict(host.id(), departure.verdict(), departure.reasons(), List.of())));
            }
        }
        Seating seating = seat(view, host, movable);
        List<Move> moves = seating.seats().stream()
                .map(seat -> new Move(seat.guest().id(), host.id(), seat.host().id()))
                .toList();
        unseated(seating, movable).stream()
                .map(guest -> new Stayer(guest, refusals(view, seating, host, guest)))
                .forEach(stayers::add);
        return complete(PlanSequencer.sequence(view, moves), host, stayers, off);
    }

    /** Where the controller itself runs is nobody's by-the-way. */
    private static Answer carriesNoController(GuestView guest) {
        return guest.carriesController()
                ? Answer.no(Reason.of(ReasonCode.CARRIES_CONTROLLER)
                        .with("guest", guest.spec().name()))
                : Answer.YES;
    }

    private static Seating seat(ClusterView view, HostView host, List<GuestView> guests) {
        List<GuestView> largestFirst = guests.stream().sorted(LARGEST_FIRST).toList();
        Seating kindest = new Seating(view, host);
        largestFirst.forEach(guest -> kindest.seat(guest, Preference.BEST_SCORE));
        if (kindest.seats().size() == guests.size()) {
            return kindest;
        }
        List<GuestView> mostConstrainedFirst = mostConstrainedFirst(view, host, largestFirst);
        Seating best = exchanged(kindest, largestFirst);
        for (List<GuestView> order : List.of(largestFirst, mostConstrainedFirst)) {
            for (Preference preference : Preference.values()) {
                if (best.seats().size() < guests.size()) {
                    Seating other = new Seating(view, host);
                    order.forEach(guest -> other.seat(guest, preference));
                    best = better(best, exchanged(other, order));
                }
            }
        }
        return best;
    }

    /** The last look is for those who fit since others changed their seats, or whose exchange ran into its limit. */
    private static Seating exchanged(Seating seating, List<GuestView> order) {
        unseated(seating, order).forEach(seating::seatByExchange);
        unseated(seating, order).forEach(guest -> seating.seat(guest, Preference.TIGHTEST_FIT));
        return seating;
    }

    private static Seating better(Seating first, Seating second) {
        return second.seats().size() > first.seats().size() ? second : first;
    }

    private static List<GuestView> mostConstrainedFirst(ClusterView view, HostView host, List<GuestView> guests) {
        SortedMap<GuestId, Long> choices = new TreeMap<>();
        Seating empty = new Seating(view, host);
        guests.forEach(guest -> choices.put(guest.id(), empty.choices(guest)));
        return guests.stream()
                .sorted(Comparator.comparingLong((GuestView guest) -> choices.getOrDefault(guest.id(), 0L))
                        .thenComparing(LARGEST_FIRST))
                .toList();
    }

    private static List<GuestView> unseated(Seating seating, List<GuestView> guests) {
        return guests.stream().filter(guest -> !seating.hasSeat(guest)).toList();
    }

    /** What every host says; without any other host, that there is none. */
    private static List<HostVerdict> refusals(ClusterView view, Seating seating, HostView source, GuestView guest) {
        List<HostVerdict> verdicts = seating.refusals(guest);
        if (!verdicts.isEmpty()) {
            return verdicts;
        }
        Reason none = Reason.of(ReasonCode.NO_HOSTS).with("hosts", view.hosts().size() - 1L);
        return List.of(new HostVerdict(source.id(), Verdict.NO, List.of(none), List.of()));
    }

    private static Plan complete(Plan moves, HostView host, List<Stayer> stayers, List<GuestId> off) {
        List<Plan.Blocked> blocked = new ArrayList<>(moves.blocked());
        List<Plan.ShutDown> shutDowns = new ArrayList<>();
        for (Stayer stayer : stayers) {
            GuestId guest = stayer.guest().id();
            if (!host.observes() && stayer.mayBeShutDown()) {
                shutDowns.add(new Plan.ShutDown(guest, host.id(), stayer.reasons()));
            } else {
                blocked.add(new Plan.Blocked(guest, stayer.reasons()));
            }
        }
        blocked.sort(Comparator.comparing(Plan.Blocked::guest));
        shutDowns.sort(Comparator.comparing(Plan.ShutDown::guest));
        return new Plan(moves.steps(), blocked, shutDowns, off, moves.headroom(), moves.seconds());
    }

    /** A guest that does not move, and what each host said. */
    private record Stayer(GuestView guest, List<HostVerdict> verdicts) {
        static Stayer of(GuestView guest, HostVerdict verdict) {
            return new Stayer(guest, List.of(verdict));
        }

        boolean mayBeShutDown() {
            return guest.spec().cannotMove() == CannotMove.SHUT_DOWN
                    && guest.state() == GuestState.RUNNING
                    && !guest.carriesController()
                    && verdicts.stream().allMatch(verdict -> verdict.verdict() == Verdict.NO);
        }

        List<Plan.HostReasons> reasons() {
            return verdicts.stream()
                    .map(verdict -> new Plan.HostReasons(verdict.host(), verdict.reasons()))
                    .toList();
        }
    }
}
