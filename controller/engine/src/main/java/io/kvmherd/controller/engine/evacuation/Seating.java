package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.placement.Ledger;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.placement.Weight;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which guest of the hosts that are emptied goes where, tried out on a ledger. None of these hosts takes a guest, which the
 * view must say.
 *
 * <p>A guest for which nothing is free may still find a seat when others change theirs. An exchange unseats guests from a
 * host until the newcomer fits, seats it and looks for new seats for the others, who may exchange in turn, a few levels
 * deep. Whatever fails is undone to the mark where it began. The number of questions to the rules is limited for the whole
 * seating: packing is a hard problem, and an answer in time is worth more than the best one.
 */
final class Seating {
    /** How many exchanges may follow from one another. */
    private static final int DEPTH_MAX = 3;

    /** How many guests may lose their seat to one. */
    private static final int UNSEATED_MAX = 3;

    private static final int QUESTIONS_MAX = 6_000;

    private final ClusterView view;
    private final List<HostId> sources;
    private final Ledger ledger;
    private final SortedMap<GuestId, List<HostView>> reachable = new TreeMap<>();
    private final SortedMap<GuestId, Seat> seats = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private int questionsLeft = QUESTIONS_MAX;

    Seating(ClusterView view, List<HostId> sources) {
        this.view = view;
        this.sources = sources;
        this.ledger = Ledger.of(view);
    }

    /** How to choose among hosts that can take a guest. */
    enum Preference {
        /** The placer's own choice: good to live with, wasteful when room is scarce. */
        BEST_SCORE,
        /** The host where the least is left over: keeps large holes for those who need them. */
        TIGHTEST_FIT
    }

    /** A guest and the host that is meant for it. */
    record Seat(GuestView guest, HostView host) {}

    /** Seats the guest on a host that is free for it. */
    boolean seat(GuestView guest, Preference preference) {
        Optional<HostId> host = choose(guest, preference);
        host.flatMap(view::host).ifPresent(chosen -> take(new Seat(guest, chosen)));
        return host.isPresent();
    }

    /**
     * Finds a host for a guest that goes there off and is started there; it weighs from then on, and keeps its place whoever
     * comes after.
     *
     * @param supposed the view with the guest shut down
     */
    Decision<HostId> seatOff(ClusterView supposed, GuestView guest) {
        GuestView off = supposed.guest(guest.id()).orElseThrow();
        PlacementRequest question = PlacementRequest.toRelocate(off).excluding(sources);
        Decision<HostId> decision = Placer.place(supposed, ledger, question);
        if (decision instanceof Decision.Accepted<HostId> accepted) {
            ledger.addUnlessThere(accepted.value(), Weight.arriving(off, supposed.storage()));
        }
        return decision;
    }

    /** Seats the guest by letting others change theirs; changes nothing when that does not succeed. */
    boolean seatByExchange(GuestView guest) {
        return exchange(guest, DEPTH_MAX);
    }

    /** All seats, in order of guest. */
    List<Seat> seats() {
        return List.copyOf(seats.values());
    }

    boolean hasSeat(GuestView guest) {
        return seats.containsKey(guest.id());
    }

    /** How many hosts could take the guest now. */
    long choices(GuestView guest) {
        return Placer.place(view, ledger, PlacementRequest.toMove(guest)).verdicts().stream()
                .filter(verdict -> verdict.verdict() == Verdict.YES)
                .count();
    }

    /** What each host says to a guest without a seat, in order of name, with all seats taken as they are. */
    List<HostVerdict> refusals(GuestView guest) {
        return Placer.place(view, ledger, PlacementRequest.toMove(guest).excluding(sources))
                .verdicts();
    }

    private Optional<HostId> choose(GuestView guest, Preference preference) {
        Decision<HostId> decision = Placer.place(view, ledger, PlacementRequest.toMove(guest));
        return switch (decision) {
            case Decision.Refused<HostId> refused -> Optional.empty();
            case Decision.Accepted<HostId> accepted ->
                switch (preference) {
                    case BEST_SCORE -> Optional.of(accepted.value());
                    case TIGHTEST_FIT -> tightest(accepted.verdicts());
                };
        };
    }

    private Optional<HostId> tightest(List<HostVerdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.verdict() == Verdict.YES)
                .map(HostVerdict::host)
                .min(Comparator.comparingLong((HostId host) ->
                                ledger.capacity(host).committed().free())
                        .thenComparing(Comparator.naturalOrder()));
    }

    private boolean exchange(GuestView guest, int depth) {
        for (HostView host : reachable(guest)) {
            if (fits(guest, host)) {
                take(new Seat(guest, host));
                return true;
            }
        }
        if (depth == 0) {
            return false;
        }
        int mark = changes.size();
        for (HostView host : reachable(guest)) {
            for (List<Seat> unseated : sacrifices(host)) {
                if (seatInsteadOf(unseated, new Seat(guest, host), depth)) {
                    return true;
                }
                undoTo(mark);
                if (questionsLeft <= 0) {
                    return false;
                }
            }
        }
        return false;
    }

    private boolean seatInsteadOf(List<Seat> unseated, Seat newcomer, int depth) {
        unseated.forEach(this::leave);
        if (!fits(newcomer.guest(), newcomer.host())) {
            return false;
        }
        take(newcomer);
        return unseated.stream()
                .sorted(Comparator.comparing(Seat::guest, Evacuator.LARGEST_FIRST))
                .allMatch(seat -> exchange(seat.guest(), depth - 1));
    }

    /** Who might give up a seat on the host: one guest, or the smallest two, three together. */
    private List<List<Seat>> sacrifices(HostView host) {
        List<Seat> there = seats.values().stream()
                .filter(seat -> seat.host().id().equals(host.id()))
                .sorted(Comparator.comparing(Seat::guest, Evacuator.LARGEST_FIRST.reversed()))
                .toList();
        List<List<Seat>> choices = new ArrayList<>();
        there.forEach(seat -> choices.add(List.of(seat)));
        for (int count = 2; count <= Math.min(UNSEATED_MAX, there.size()); count++) {
            choices.add(there.subList(0, count));
        }
        return choices;
    }

    private boolean fits(GuestView guest, HostView host) {
        if (questionsLeft <= 0 || ledger.weighs(guest.id(), host.id())) {
            return false;
        }
        questionsLeft--;
        return Placer.judgeRoom(ledger, guest, host).isYes();
    }

    /** Hosts that only a lack of room keeps from taking the guest; an exchange of seats changes nothing about the others. */
    private List<HostView> reachable(GuestView guest) {
        HostView source = guest.host().flatMap(view::host).orElseThrow();
        return reachable.computeIfAbsent(
                guest.id(),
                id -> view.hosts().values().stream()
                        .filter(host -> Placer.judgeApartFromRoom(view, guest, source, host)
                                .isYes())
                        .toList());
    }

    private void take(Seat seat) {
        ledger.addUnlessThere(seat.host().id(), Weight.arriving(seat.guest(), view.storage()));
        seats.put(seat.guest().id(), seat);
        changes.add(new Change(seat, true));
    }

    private void leave(Seat seat) {
        ledger.remove(seat.host().id(), seat.guest().id());
        seats.remove(seat.guest().id());
        changes.add(new Change(seat, false));
    }

    private void undoTo(int mark) {
        List<Change> undone = changes.subList(mark, changes.size());
        for (Change change : List.copyOf(undone).reversed()) {
            if (change.taken()) {
                leave(change.seat());
            } else {
                take(change.seat());
            }
        }
        changes.subList(mark, changes.size()).clear();
    }

    private record Change(Seat seat, boolean taken) {}
}
