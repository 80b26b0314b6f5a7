package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.outside.KnownDefinition;
import java.util.Optional;

/**
 * What an operator does about changes that others made to a guest: take what is for what is wished, or have what is wished
 * brought back. Neither happens by itself.
 */
final class Reconciliation {
    private Reconciliation() {}

    /**
     * What is becomes what is wished. Changes nothing on any host, but for a guest that libvirt would start with its host again:
     * that is the agent's to do, as it was after the adoption.
     */
    static Response accept(Turn turn, String principal, Request.AcceptGuest request) {
        return GuestRequests.onGuestAtHome(turn, request.guest(), guest -> {
            Optional<HostEntry> owner = answeringOwner(turn, guest);
            if (owner.isEmpty()) {
                return Refusals.hostSilent(guest);
            }
            Optional<ObservedGuest> seen = Views.seenOn(owner.get(), guest.id());
            if (seen.isEmpty()) {
                return Refusals.undefined(guest);
            }
            if (seen.get().state() == GuestState.UNKNOWN) {
                return Refusals.wrongState(
                        guest, "accepted", seen.get().state().name(), "try again when its state is known");
            }
            String name = seen.get().name();
            Optional<Response> refusal = NewNames.refusal(turn, guest, name);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            Wish wish = seen.get().state().isActive() ? Wish.RUNNING : Wish.STOPPED;
            boolean startsAnew = guest.adoption().isPresent()
                    && guest.definition()
                            .filter(known -> known.seen().autostart())
                            .isPresent();
            GuestRecord accepted = guest.definitionAccepted();
            turn.put(accepted.withSpec(accepted.spec().withName(name))
                    .withWish(wish)
                    .accepted());
            if (startsAnew) {
                takeAutostart(turn, principal, guest.id());
            }
            turn.tell(Happening.of(EventRecord.What.GUEST_ACCEPTED)
                    .on(owner.get().id())
                    .about(guest.id())
                    .with("name", name)
                    .with("wish", wish.name()));
            return new Response.GuestChanged(guest.id());
        });
    }

    /** Begins what brings the guest to what is wished: first its definition, then a start or an orderly shutdown. */
    static Response restore(Turn turn, String principal, Request.RestoreGuest request) {
        return GuestRequests.onGuestAtHome(turn, request.guest(), guest -> {
            Optional<HostEntry> owner = answeringOwner(turn, guest);
            if (owner.isEmpty()) {
                return Refusals.hostSilent(guest);
            }
            Optional<ObservedGuest> seen = Views.seenOn(owner.get(), guest.id());
            Optional<Response> redefining = Redefining.restore(turn, principal, request, guest, seen);
            return redefining.isPresent()
                    ? redefining.get()
                    : restore(turn, principal, request, guest, seen.orElseThrow());
        });
    }

    /** Only the definition, as a plan showed it: what has been undone meanwhile is not made a start or a shutdown of. */
    static Response redefine(Turn turn, String principal, Request.RestoreGuest request) {
        return GuestRequests.onGuestAtHome(
                turn,
                request.guest(),
                guest -> answeringOwner(turn, guest)
                        .map(
                                owner -> Redefining.restore(
                                                turn, principal, request, guest, Views.seenOn(owner, guest.id()))
                                        .orElseGet(
                                                () -> Refusals.refused(
                                                        ErrorCode.CONFLICT,
                                                        "the definition of guest "
                                                                + guest.spec().name() + " is not put back",
                                                        "it is as it was accepted by now",
                                                        "look at the guest; make a new plan with --dry-run if there is more to restore")))
                        .orElseGet(() -> Refusals.hostSilent(guest)));
    }

    private static Response restore(
            Turn turn, String principal, Request.RestoreGuest request, GuestRecord guest, ObservedGuest seen) {
        String called = guest.id().toString();
        GuestState state = seen.state();
        if (guest.wish() == Wish.RUNNING && !state.isActive()) {
            return GuestRequests.start(
                    turn, principal, new Request.StartGuest(called, request.dryRun(), request.reason()));
        }
        if (guest.wish() == Wish.STOPPED && state.isActive()) {
            return GuestRequests.shutDown(
                    turn, principal, new Request.ShutDownGuest(called, request.dryRun(), request.reason()));
        }
        if (guest.wish() == Wish.RUNNING && (state == GuestState.PAUSED || state == GuestState.SUSPENDED)) {
            return Refusals.activeAlready(guest, "restored", state, seen.name());
        }
        if (guest.definition().filter(KnownDefinition::runsOtherwise).isPresent()) {
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "guest " + guest.spec().name() + " cannot be restored while it runs",
                    "its definition is as it was accepted, and what runs was changed: "
                            + String.join(", ", guest.definition().get().runningEdits()),
                    "its next start takes the definition; or undo the change with virsh, or take it as it is: kvmherd guest"
                            + " accept " + guest.spec().name());
        }
        return Refusals.refused(
                ErrorCode.CONFLICT,
                "guest " + guest.spec().name() + " need not be restored",
                "it is " + state + ", as it is wished",
                "nothing is left to do");
    }

    /** The mark says from then on that the guest starts with its host, and libvirt's own autostart goes off. */
    private static void takeAutostart(Turn turn, String principal, GuestId id) {
        GuestRecord guest = turn.guest(id).orElseThrow();
        turn.put(guest.startingWithHost());
        Operations.begin(
                turn,
                GuestRequests.draft(
                        turn,
                        OperationKind.TAKE_OVER,
                        turn.guest(id).orElseThrow(),
                        principal,
                        "its autostart was accepted"));
    }

    private static Optional<HostEntry> answeringOwner(Turn turn, GuestRecord guest) {
        return guest.host().flatMap(turn::host).filter(HostEntry::takesCommands);
    }
}
