package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import java.util.Optional;

/**
 * What an operator does about changes that others made to a guest: take what is for what is wished, or have what is wished
 * brought back. Neither happens by itself.
 */
final class Reconciliation {
    private Reconciliation() {}

    /** What is becomes what is wished. Changes nothing on any host. */
    static Response accept(Turn turn, Request.AcceptGuest request) {
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
            if (!seen.get().name().equals(guest.spec().name())) {
                return Refusals.renamed(guest, seen.get().name());
            }
            Wish wish = seen.get().state().isActive() ? Wish.RUNNING : Wish.STOPPED;
            turn.put(guest.withWish(wish).accepted());
            turn.tell(Happening.of(EventRecord.What.GUEST_ACCEPTED)
                    .on(owner.get().id())
                    .about(guest.id())
                    .with("name", guest.spec().name())
                    .with("wish", wish.name()));
            return new Response.GuestChanged(guest.id());
        });
    }

    /** Begins what brings the guest to what is wished: a start, an orderly shutdown. */
    static Response restore(Turn turn, String principal, Request.RestoreGuest request) {
        return GuestRequests.onGuestAtHome(turn, request.guest(), guest -> {
            Optional<HostEntry> owner = answeringOwner(turn, guest);
            if (owner.isEmpty()) {
                return Refusals.hostSilent(guest);
            }
            Optional<ObservedGuest> seen = Views.seenOn(owner.get(), guest.id());
            if (seen.isEmpty()) {
                return Refusals.undefined(guest);
            }
            return restore(turn, principal, request, guest, seen.get());
        });
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
            return Refusals.wrongState(guest, "restored", state.name(), "let it go on: virsh resume " + seen.name());
        }
        return Refusals.refused(
                ErrorCode.CONFLICT,
                "guest " + guest.spec().name() + " need not be restored",
                "it is " + state + ", as it is wished",
                "nothing is left to do");
    }

    private static Optional<HostEntry> answeringOwner(Turn turn, GuestRecord guest) {
        return guest.host().flatMap(turn::host).filter(HostEntry::takesCommands);
    }
}
