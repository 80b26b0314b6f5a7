package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.placement.Capacity;
import io.kvmherd.controller.engine.placement.Ledger;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.placement.Placer;
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
 * reason of his own, and stays. A guest that was deleted, or is back already, needs nothing. Nobody else is moved to make
 * room. A guest that was shut down until now is started where it is, if it still shall run and is still off.
 *
 * <p>They come back the way they went: live, or cold where that is the guest's policy, or where its policy allows it and it
 * cannot come live. One that has been shut down since comes back by its definition and stays off. What is on its way home
 * cold is seated after what comes live.
 *
 * <p>The smart way brings back only whom it pays to move: the largest guest is asked first, and each goes back if its home
 * would then have promised a smaller share of its memory than the host where it is has promised with it. Those who stay are
 * left running where they are, and nothing is amiss with that. Nobody is stopped to spread memory, so whoever would have to
 * come cold stays as well, and so does the definition of a guest that is off: it does no harm where it is.
 */
public final class Restorer {
    private final ClusterView view;
    private final HostView home;
    private final RestoreScope scope;
    private final List<Plan.Blocked> blocked = new ArrayList<>();
    private final List<GuestView> live = new ArrayList<>();
    private final List<Stayer> cold = new ArrayList<>();
    private final List<GuestView> off = new ArrayList<>();

    private Restorer(ClusterView view, HostView home, RestoreScope scope) {
        this.view = view;
        this.home = home;
        this.scope = scope;
    }

    public static Plan plan(ClusterView view, HostView home, Taken taken, RestoreScope scope) {
        Restorer restorer = new Restorer(view, home, scope);
        taken.moved().forEach(restorer::sort);
        return restorer.plan(taken.shutDown());
    }

    /** Finds out which way a guest that was moved away comes back. */
    private void sort(Move away) {
        Optional<GuestView> known = view.guest(away.guest()).filter(guest -> !guest.isOn(home.id()));
        if (known.isEmpty()) {
            return;
        }
        GuestView guest = known.get();
        if (!guest.isOn(away.to())) {
            blocked.add(movedSince(guest, away.to()));
        } else if (!guest.state().isActive()) {
            off.add(guest);
        } else if (guest.evacuation() == EvacuationPolicy.COLD) {
            cold.add(new Stayer(guest, List.of()));
        } else {
            Answer answer = MigrationRules.canMigrate(view, guest, hostOf(guest), home);
            if (guest.evacuation().allowsCold() && answer.verdict() == Verdict.NO) {
                cold.add(Stayer.of(guest, HostVerdict.of(home.id(), answer)));
            } else {
                live.add(guest);
            }
        }
    }

    private HostView hostOf(GuestView guest) {
        return guest.host().flatMap(view::host).orElseThrow();
    }

    private Plan plan(List<GuestId> shutDown) {
        boolean smart = scope == RestoreScope.SMART;
        List<GuestView> returning = smart ? whomItPaysToMove(live) : live;
        List<GuestView> leftRunning = new ArrayList<>(
                live.stream().filter(guest -> !returning.contains(guest)).toList());
        if (smart) {
            cold.forEach(stayer -> leftRunning.add(stayer.guest()));
        }
        Plan moves = PlanSequencer.sequence(
                view, returning.stream().map(this::homeward).toList());
        List<Plan.ColdMove> coldMoves = smart ? List.of() : coldMoves(moves);
        blocked.addAll(moves.blocked());
        blocked.sort(Comparator.comparing(Plan.Blocked::guest));
        leftRunning.sort(Comparator.comparing(GuestView::id));
        List<Move> all =
                new ArrayList<>(moves.steps().stream().map(Plan.Step::move).toList());
        coldMoves.forEach(move -> all.add(move.move()));
        return new Plan(
                moves.steps(),
                blocked,
                List.of(),
                coldMoves,
                places(leftRunning),
                starts(shutDown),
                smart ? off.stream().map(GuestView::id).toList() : List.of(),
                PlanSequencer.headroom(view, all),
                moves.seconds());
    }

    /** Those that run first, for they need room; largest first. */
    private List<Plan.ColdMove> coldMoves(Plan moves) {
        List<Plan.ColdMove> found = new ArrayList<>();
        ClusterView then = view.supposingShutDown(
                cold.stream().map(stayer -> stayer.guest().id()).toList());
        Ledger ledger = Ledger.of(view);
        moves.steps().stream()
                .map(Plan.Step::move)
                .filter(move -> move.to().equals(home.id()))
                .flatMap(move -> view.guest(move.guest()).stream())
                .forEach(guest -> ledger.addUnlessThere(home.id(), Weight.arriving(guest, view.storage())));
        for (Stayer stayer : cold.stream()
                .sorted(Comparator.comparing(Stayer::guest, Evacuator.LARGEST_FIRST))
                .toList()) {
            GuestView guest = stayer.guest();
            Answer answer = Intentions.mayBeStopped(guest, hostOf(guest));
            if (answer.isYes()) {
                seat(then, ledger, Plan.ColdMove.ofRunning(homeward(guest), stayer.reasons()))
                        .ifPresent(found::add);
            } else {
                blocked.add(new Plan.Blocked(
                        guest.id(),
                        Stayer.of(guest, HostVerdict.of(hostOf(guest).id(), answer))
                                .reasons()));
            }
        }
        for (GuestView guest : off.stream().sorted(Evacuator.LARGEST_FIRST).toList()) {
            seat(then, ledger, Plan.ColdMove.ofOff(homeward(guest))).ifPresent(found::add);
        }
        return found;
    }

    /** Who would run at home weighs there from then on; who cannot go is blocked. */
    private Optional<Plan.ColdMove> seat(ClusterView then, Ledger ledger, Plan.ColdMove move) {
        GuestView guest = then.guest(move.guest()).orElseThrow();
        Decision<HostId> decision =
                Placer.place(then, ledger, PlacementRequest.toRelocate(guest).onto(home.id()));
        if (decision instanceof Decision.Refused<HostId> refused) {
            blocked.add(new Plan.Blocked(guest.id(), new Stayer(guest, refused.verdicts()).reasons()));
            return Optional.empty();
        }
        if (guest.weighs()) {
            ledger.addUnlessThere(home.id(), Weight.arriving(guest, then.storage()));
        }
        return Optional.of(move);
    }

    private Move homeward(GuestView guest) {
        return new Move(guest.id(), guest.host().orElseThrow(), home.id());
    }

    private List<GuestView> whomItPaysToMove(List<GuestView> guests) {
        Ledger ledger = Ledger.of(view);
        List<GuestView> returning = new ArrayList<>();
        for (GuestView guest : guests.stream().sorted(Evacuator.LARGEST_FIRST).toList()) {
            HostId here = guest.host().orElseThrow();
            boolean counted = ledger.weighs(guest.id(), home.id()) || !ledger.weighs(guest.id(), here);
            if (!counted && evensOut(ledger, guest, here)) {
                ledger.remove(here, guest.id());
                ledger.add(home.id(), Weight.arriving(guest, view.storage()));
                returning.add(guest);
            }
        }
        return returning;
    }

    /** Shares are compared as fractions, so that nothing is lost to rounding. */
    private boolean evensOut(Ledger ledger, GuestView guest, HostId here) {
        Capacity.Use now = ledger.capacity(here).committed();
        Capacity.Use then = ledger.capacity(home.id()).committed();
        long haveThen = then.have() + guest.spec().committedMib();
        return then.limit() > 0 && haveThen * Math.max(1, now.limit()) < now.have() * then.limit();
    }

    private List<Plan.Place> starts(List<GuestId> shutDown) {
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
