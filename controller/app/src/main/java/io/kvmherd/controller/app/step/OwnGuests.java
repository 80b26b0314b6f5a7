package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.OwnStart;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.Optional;

/**
 * Guests in which a controller of this cluster runs. That nothing is done to them by the way holds as soon as somebody says
 * so. That their agent starts them by itself after a power cut has to stand in their definition before the power goes: their
 * host is told by an operation, which fails where nothing would keep the guest from running twice.
 */
final class OwnGuests {
    private OwnGuests() {}

    static Response mark(Turn turn, String principal, Request.MarkGuest request) {
        Optional<GuestRecord> found = turn.guestCalled(request.guest());
        if (found.isEmpty()) {
            return Refusals.noSuchGuest(request.guest());
        }
        GuestRecord guest = found.get();
        boolean carries = request.carriesController();
        Optional<OwnStart> wanted = carries
                ? Optional.of(request.withoutDiskLock() ? OwnStart.UNLOCKED : OwnStart.LOCKED)
                : Optional.empty();
        Optional<Response> silence = silence(turn, guest);
        if (silence.isPresent()) {
            // A host goes on with what it was told once: saying something else of it meanwhile would not be true.
            if (guest.ownStart().isPresent() && !guest.ownStart().equals(wanted)) {
                return silence.get();
            }
            turn.put(guest.carryingController(carries));
            return new Response.GuestChanged(guest.id());
        }
        turn.put(guest.carryingController(carries).startingItself(wanted));
        if (!carries || !wanted.equals(guest.ownStart())) {
            String reason = carries ? "a controller runs in it" : "no controller runs in it any more";
            tell(
                    turn,
                    turn.guest(guest.id()).orElseThrow(),
                    principal,
                    request.reason().isEmpty() ? reason : request.reason());
        }
        return new Response.GuestChanged(guest.id());
    }

    /** A guest that was adopted as one of these; that its host refuses to start it by itself is not the adoption's failure. */
    static void adopted(Turn turn, OperationRecord ended, GuestRecord guest) {
        if (guest.carriesController() && guest.ownStart().isEmpty()) {
            GuestRecord starting = guest.startingItself(Optional.of(OwnStart.LOCKED));
            turn.put(starting);
            tell(turn, starting, ended.requestedBy(), "a controller runs in it");
        }
    }

    /** A definition that was gone has lost what it said of its own start; where it was not, to say it again changes nothing. */
    static void definedAgain(Turn turn, OperationRecord ended, GuestRecord guest) {
        if (guest.ownStart().isPresent()) {
            tell(turn, guest, ended.requestedBy(), "its definition was put back");
        }
    }

    /** What its host was told does not stand there unless it said so. */
    static void told(Turn turn, OperationRecord ended, GuestRecord guest) {
        if (ended.state() != OperationState.SUCCEEDED && guest.ownStart().isPresent()) {
            turn.put(guest.startingItself(Optional.empty()));
        }
    }

    private static void tell(Turn turn, GuestRecord guest, String principal, String reason) {
        Operations.begin(
                turn,
                OperationDraft.guestOperation(turn, OperationKind.TAKE_OVER, guest, principal)
                        .because(reason)
                        .record());
    }

    /** Why its host cannot be told anything about it now. */
    private static Optional<Response> silence(Turn turn, GuestRecord guest) {
        if (guest.host().flatMap(turn::host).filter(HostEntry::takesCommands).isEmpty()) {
            return Optional.of(Refusals.hostSilent(guest));
        }
        return turn.operationOn(guest.id())
                .map(OperationEntry::record)
                .<Response>map(holder -> Refusals.busy(guest, holder.id()))
                .or(() -> Modes.refusal(turn, guest));
    }
}
