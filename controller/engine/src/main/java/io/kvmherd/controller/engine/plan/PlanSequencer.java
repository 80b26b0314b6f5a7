package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.placement.CopiedDisks;
import io.kvmherd.controller.engine.placement.Ledger;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.placement.Weight;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Brings moves into an order in which every intermediate picture is legal: both ends of a move counted while it runs,
 * rules held at each step, no more migrations out of or into a host at a time than its limit.
 *
 * <p>A move that cannot be ordered is blocked with its reasons; the others go ahead. A guest that went aside and cannot go
 * on would be left where nobody wanted it, so the order is then made anew without its detour. A guest whose disks are copied
 * makes no detour: it would leave a copy behind on the way.
 */
public final class PlanSequencer {
    /** More new starts than this are not made; the last one then does without any detour. */
    private static final int DETOURS_TAKEN_BACK_MAX = 8;

    private PlanSequencer() {}

    /**
     * @param moves at most one for each guest, in any order
     * @throws IllegalArgumentException when a guest has two
     */
    public static Plan sequence(ClusterView view, List<Move> moves) {
        List<Move> ordered =
                moves.stream().sorted(Comparator.comparing(Move::guest)).toList();
        requireOneForEachGuest(ordered);
        List<Leg> legs = new ArrayList<>();
        List<Plan.Blocked> blocked = new ArrayList<>();
        for (Move move : ordered) {
            Answer answer = departure(view, move);
            if (answer.isYes()) {
                legs.add(leg(view, move));
            } else {
                blocked.add(blocked(move.guest(), move.from(), answer.reasons()));
            }
        }
        Timetable.Outcome outcome = withoutUselessDetours(view, legs);
        outcome.stuck().stream()
                .map(stuck -> blocked(stuck.leg().guest().id(), stuck.leg().to().id(), stuck.reasons()))
                .forEach(blocked::add);
        blocked.sort(Comparator.comparing(Plan.Blocked::guest));
        return new Plan(
                outcome.steps(),
                blocked,
                List.of(),
                List.of(),
                headroom(view, outcome.steps().stream().map(Plan.Step::move).toList()),
                outcome.seconds());
    }

    private static Timetable.Outcome withoutUselessDetours(ClusterView view, List<Leg> legs) {
        SortedSet<GuestId> never = new TreeSet<>();
        legs.stream()
                .map(Leg::guest)
                .filter(guest -> !CopiedDisks.of(guest, view.storage()).isEmpty())
                .forEach(guest -> never.add(guest.id()));
        for (int attempt = 0; attempt < DETOURS_TAKEN_BACK_MAX; attempt++) {
            Timetable.Outcome outcome = Timetable.of(view, legs, never);
            List<GuestId> stranded = outcome.stuck().stream()
                    .map(Timetable.Stuck::leg)
                    .filter(leg -> leg.previous().isPresent())
                    .map(leg -> leg.guest().id())
                    .toList();
            if (stranded.isEmpty()) {
                return outcome;
            }
            never.addAll(stranded);
        }
        legs.forEach(leg -> never.add(leg.guest().id()));
        return Timetable.of(view, legs, never);
    }

    private static Answer departure(ClusterView view, Move move) {
        Optional<GuestView> guest = view.guest(move.guest());
        Optional<HostView> from = view.host(move.from());
        if (guest.isEmpty() || from.isEmpty()) {
            return Answer.no(Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN)
                    .with("host", move.from().value()));
        }
        if (view.host(move.to()).isEmpty()) {
            return Answer.no(Reason.of(ReasonCode.NO_HOSTS)
                    .with("host", move.to().value())
                    .with("hosts", 0));
        }
        return MigrationRules.canLeave(guest.get(), from.get());
    }

    private static Leg leg(ClusterView view, Move move) {
        return new Leg(
                view.guest(move.guest()).orElseThrow(),
                view.host(move.from()).orElseThrow(),
                view.host(move.to()).orElseThrow(),
                Optional.empty());
    }

    private static Plan.Blocked blocked(GuestId guest, HostId host, List<Reason> reasons) {
        return new Plan.Blocked(guest, List.of(new Plan.HostReasons(host, reasons)));
    }

    /** What these moves, one after the other, do to the hosts that they touch; who weighs nowhere weighs nothing anywhere. */
    public static List<Plan.Headroom> headroom(ClusterView view, List<Move> moves) {
        Ledger before = Ledger.of(view);
        Ledger after = Ledger.of(view);
        SortedSet<HostId> touched = new TreeSet<>();
        for (Move move : moves) {
            touched.add(move.from());
            touched.add(move.to());
            if (after.weighs(move.guest(), move.from())) {
                after.remove(move.from(), move.guest());
                after.addUnlessThere(
                        move.to(), Weight.arriving(view.guest(move.guest()).orElseThrow(), view.storage()));
            }
        }
        return touched.stream()
                .map(host -> new Plan.Headroom(
                        host,
                        before.capacity(host).committed().have(),
                        after.capacity(host).committed().have(),
                        after.capacity(host).committed().limit()))
                .toList();
    }

    private static void requireOneForEachGuest(List<Move> ordered) {
        for (int index = 1; index < ordered.size(); index++) {
            if (ordered.get(index).guest().equals(ordered.get(index - 1).guest())) {
                throw new IllegalArgumentException("guest " + ordered.get(index).guest()
                        + " has two moves; a plan moves each guest once and finds detours itself");
            }
        }
    }
}
