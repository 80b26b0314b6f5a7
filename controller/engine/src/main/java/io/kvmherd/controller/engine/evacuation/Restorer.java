package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.placement.Capacity;
import io.kvmherd.controller.engine.placement.Ledger;
import io.kvmherd.controller.engine.placement.Weight;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanSequencer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Brings guests back to the host that was emptied of them.
 *
 * <p>Only what evacuations did is undone: a guest that is no longer where they put it has been moved by somebody for a
 * reason of his own, and stays. So does one that is off; its definition does no harm where it is. A guest that was deleted,
 * or is back already, needs nothing. Nobody else is moved to make room. A guest that was shut down until now is started
 * where it is, if it still shall run and is still off.
 *
 * <p>The smart way brings back only whom it pays to move: the largest guest is asked first, and each goes back if its home
 * would then have promised a smaller share of its memory than the host where it is has promised with it. Those who stay are
 * left running where they are, and nothing is amiss with that.
 */
public final class Restorer {
    private Restorer() {}

    public static Plan plan(ClusterView view, HostView home, Taken taken, RestoreScope scope) {
        List<GuestView> back = new ArrayList<>();
        List<Plan.Blocked> blocked = new ArrayList<>();
        List<GuestId> off = new ArrayList<>();
        for (Move away : taken.moved()) {
            Optional<GuestView> guest = view.guest(away.guest()).filter(known -> !known.isOn(home.id()));
            if (guest.isEmpty()) {
                continue;
            }
            if (!guest.get().isOn(away.to())) {
                blocked.add(movedSince(guest.get(), away.to()));
            } else if (!guest.get().state().isActive()) {
                off.add(away.guest());
            } else {
                back.add(guest.get());
            }
        }
        List<GuestView> returning = scope == RestoreScope.SMART ? whomItPaysToMove(view, home, back) : back;
        Plan moves = PlanSequencer.sequence(
                view,
                returning.stream()
                        .map(guest -> new Move(guest.id(), guest.host().orElseThrow(), home.id()))
                        .toList());
        blocked.addAll(moves.blocked());
        blocked.sort(Comparator.comparing(Plan.Blocked::guest));
        return new Plan(
                moves.steps(),
                blocked,
                List.of(),
                places(back.stream().filter(guest -> !returning.contains(guest)).toList()),
                starts(view, home, taken.shutDown()),
                off,
                moves.headroom(),
                moves.seconds());
    }

    private static List<GuestView> whomItPaysToMove(ClusterView view, HostView home, List<GuestView> guests) {
        Ledger ledger = Ledger.of(view);
        List<GuestView> returning = new ArrayList<>();
        for (GuestView guest : guests.stream().sorted(Evacuator.LARGEST_FIRST).toList()) {
            HostId here = guest.host().orElseThrow();
            boolean counted = ledger.weighs(guest.id(), home.id()) || !ledger.weighs(guest.id(), here);
            if (!counted && evensOut(ledger, guest, here, home.id())) {
                ledger.remove(here, guest.id());
                ledger.add(home.id(), Weight.arriving(guest, view.storage()));
                returning.add(guest);
            }
        }
        return returning;
    }

    /** Shares are compared as fractions, so that nothing is lost to rounding. */
    private static boolean evensOut(Ledger ledger, GuestView guest, HostId here, HostId home) {
        Capacity.Use now = ledger.capacity(here).committed();
        Capacity.Use then = ledger.capacity(home).committed();
        long haveThen = then.have() + guest.spec().committedMib();
        return then.limit() > 0 && haveThen * Math.max(1, now.limit()) < now.have() * then.limit();
    }

    private static List<Plan.Place> starts(ClusterView view, HostView home, List<GuestId> shutDown) {
        return places(shutDown.stream()
                .flatMap(guest -> view.guest(guest).stream())
                .filter(guest -> guest.isOn(home.id()) && !guest.state().isActive())
                .filter(guest -> guest.wish() == Wish.RUNNING)
                .toList());
    }

    private static List<Plan.Place> places(List<GuestView> guests) {
        return guests.stream()
                .map(guest -> new Plan.Place(guest.id(), guest.host().orElseThrow()))
                .toList();
    }

    private static Plan.Blocked movedSince(GuestView guest, HostId put) {
        HostId now = guest.host().orElse(put);
        Reason reason =
                Reason.of(ReasonCode.MOVED_SINCE).with("host", now.value()).with("put", put.value());
        return new Plan.Blocked(guest.id(), List.of(new Plan.HostReasons(now, List.of(reason))));
    }
}
