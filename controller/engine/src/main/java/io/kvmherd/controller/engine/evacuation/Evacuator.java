package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.evacuation.Seating.Preference;
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
import java.util.stream.Stream;

/**
 * Finds a place for every guest that is active on the hosts that are to be emptied.
 *
 * <p>The kindest packing is tried first: the largest guest chooses first, and each goes where the placer likes it best.
 * When that leaves somebody out, the same is done with the tightest fit and with the most constrained guest first, each
 * followed by exchanges of seats; the packing that leaves the fewest out wins, the kinder one between equals. Guests on
 * other hosts are not moved to make room.
 *
 * <p>Who goes cold is seated after all who go live, largest first: each is judged as if it were off, on the room that the
 * others leave.
 *
 * <p>Nobody is stopped unasked. What becomes of a guest its evacuation policy says first; one that is to move and cannot
 * is blocked; only when its specification says so, it runs, and every host says NO rather than WAIT, it is listed to be
 * shut down instead. A guest that carries a controller of this cluster is neither moved nor stopped here: it is blocked,
 * which says so, and somebody moves it by itself.
 */
public final class Evacuator {
    static final Comparator<GuestView> LARGEST_FIRST = Comparator.comparingLong(
                    (GuestView guest) -> -guest.spec().committedMib())
            .thenComparing(guest -> -guest.spec().vcpus())
            .thenComparing(GuestView::id);

    private Evacuator() {}

    /** The plan for one host. */
    public static Plan plan(ClusterView view, HostView host) {
        return plan(view, List.of(host.id()));
    }

    /** The plan for several hosts of whose guests nothing was tried yet. */
    public static Plan plan(ClusterView view, List<HostId> hosts) {
        return plan(view, hosts, List.of());
    }

    /**
     * One plan for all of these hosts: none of them is a destination, and the others are filled by all of them together.
     * Which duty the hosts have does not matter: the plan of an evacuation that nobody ordered yet is a forecast.
     *
     * @param hosts registered hosts, each once
     * @param failedLive guests that the rules let go live and that did not arrive, as often as was tried: they go cold where
     *     their policy allows it
     */
    public static Plan plan(ClusterView newest, List<HostId> hosts, List<GuestId> failedLive) {
        ClusterView view = newest.supposing(HostDuty.EVACUATING, hosts);
        Intentions intentions = new Intentions(failedLive);
        for (HostId id : hosts) {
            HostView host = view.host(id).orElseThrow();
            view.guestsOf(id).forEach(guest -> intentions.add(guest, host));
        }
        List<GuestView> movable = intentions.movable();
        Seating seating = seat(view, hosts, movable);
        List<Move> moves = seating.seats().stream()
                .map(seat -> new Move(
                        seat.guest().id(),
                        seat.guest().host().orElseThrow(),
                        seat.host().id()))
                .toList();
        for (GuestView guest : unseated(seating, movable)) {
            HostView host = guest.host().flatMap(view::host).orElseThrow();
            intentions.foundNoPlace(guest, host, orNone(view, guest, seating.refusals(guest)));
        }
        List<Stayer> stayers = new ArrayList<>(intentions.stayers());
        List<Plan.ColdMove> cold = coldMoves(view, seating, intentions, stayers);
        return complete(PlanSequencer.sequence(view, moves), view, intentions, cold, stayers);
    }

    /** Those go cold for whom there is room beside all who go live; the others stay. */
    private static List<Plan.ColdMove> coldMoves(
            ClusterView view, Seating seating, Intentions intentions, List<Stayer> stayers) {
        List<Stayer> candidates = intentions.cold();
        ClusterView supposed = view.supposingShutDown(
                candidates.stream().map(stayer -> stayer.guest().id()).toList());
        List<Plan.ColdMove> cold = new ArrayList<>();
        for (Stayer candidate : candidates.stream()
                .sorted(Comparator.comparing(Stayer::guest, LARGEST_FIRST))
                .toList()) {
            GuestView guest = candidate.guest();
            switch (seating.seatOff(supposed, guest)) {
                case Decision.Accepted<HostId> accepted ->
                    cold.add(Plan.ColdMove.ofRunning(
                            new Move(guest.id(), guest.host().orElseThrow(), accepted.value()), candidate.reasons()));
                case Decision.Refused<HostId> refused ->
                    stayers.add(new Stayer(guest, orNone(view, guest, refused.verdicts())));
            }
        }
        cold.sort(Comparator.comparing(Plan.ColdMove::guest));
        return cold;
    }

    /** Whether a guest that is to go cold can be asked to shut down where it is: it runs, is free, and carries no controller. */
    public static Answer mayBeStopped(GuestView guest, HostView host) {
        return Intentions.mayBeStopped(guest, host);
    }

    private static Seating seat(ClusterView view, List<HostId> hosts, List<GuestView> guests) {
        List<GuestView> largestFirst = guests.stream().sorted(LARGEST_FIRST).toList();
        Seating kindest = new Seating(view, hosts);
        largestFirst.forEach(guest -> kindest.seat(guest, Preference.BEST_SCORE));
        if (kindest.seats().size() == guests.size()) {
            return kindest;
        }
        List<GuestView> mostConstrainedFirst = mostConstrainedFirst(view, hosts, largestFirst);
        Seating best = exchanged(kindest, largestFirst);
        for (List<GuestView> order : List.of(largestFirst, mostConstrainedFirst)) {
            for (Preference preference : Preference.values()) {
                if (best.seats().size() < guests.size()) {
                    Seating other = new Seating(view, hosts);
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

    private static List<GuestView> mostConstrainedFirst(ClusterView view, List<HostId> hosts, List<GuestView> guests) {
        SortedMap<GuestId, Long> choices = new TreeMap<>();
        Seating empty = new Seating(view, hosts);
        guests.forEach(guest -> choices.put(guest.id(), empty.choices(guest)));
        return guests.stream()
                .sorted(Comparator.comparingLong((GuestView guest) -> choices.getOrDefault(guest.id(), 0L))
                        .thenComparing(LARGEST_FIRST))
                .toList();
    }

    private static List<GuestView> unseated(Seating seating, List<GuestView> guests) {
        return guests.stream().filter(guest -> !seating.hasSeat(guest)).toList();
    }

    /** What every other host says; without any other, that there is none. */
    private static List<HostVerdict> orNone(ClusterView view, GuestView guest, List<HostVerdict> verdicts) {
        if (!verdicts.isEmpty()) {
            return verdicts;
        }
        long others = view.hosts().values().stream()
                .filter(host -> host.duty() != HostDuty.EVACUATING)
                .count();
        Reason none = Reason.of(ReasonCode.NO_HOSTS).with("hosts", others);
        return List.of(new HostVerdict(guest.host().orElseThrow(), Verdict.NO, List.of(none), List.of()));
    }

    private static List<Move> allMoves(Plan live, List<Plan.ColdMove> cold) {
        return Stream.concat(
                        live.steps().stream().map(Plan.Step::move),
                        cold.stream().map(Plan.ColdMove::move))
                .toList();
    }

    private static Plan complete(
            Plan moves, ClusterView view, Intentions intentions, List<Plan.ColdMove> cold, List<Stayer> stayers) {
        List<Plan.Blocked> blocked = new ArrayList<>(moves.blocked());
        List<Plan.ShutDown> shutDowns = new ArrayList<>(intentions.shutDowns());
        for (Stayer stayer : stayers) {
            GuestId guest = stayer.guest().id();
            HostView host = stayer.guest().host().flatMap(view::host).orElseThrow();
            if (!host.observes() && stayer.mayBeShutDown()) {
                shutDowns.add(Plan.ShutDown.instead(guest, host.id(), stayer.reasons()));
            } else {
                blocked.add(new Plan.Blocked(guest, stayer.reasons()));
            }
        }
        blocked.sort(Comparator.comparing(Plan.Blocked::guest));
        shutDowns.sort(Comparator.comparing(Plan.ShutDown::guest));
        return new Plan(
                moves.steps(),
                blocked,
                shutDowns,
                cold,
                intentions.leftRunning(),
                List.of(),
                intentions.off(),
                PlanSequencer.headroom(view, allMoves(moves, cold)),
                moves.seconds());
    }
}
