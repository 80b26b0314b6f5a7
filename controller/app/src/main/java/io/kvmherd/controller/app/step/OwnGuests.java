package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
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
        // Its host goes on with what it was told until it confirms otherwise; it is told also what it may have heard.
        OwnStart before = guest.ownStart().orElse(OwnStart.ASKED);
        turn.put(guest.carryingController(carries).startingItself(carries ? wanted : guest.ownStart()));
        String reason = carries ? "a controller runs in it" : "no controller runs in it any more";
        tell(
                turn,
                turn.guest(guest.id()).orElseThrow(),
                before,
                principal,
                request.reason().isEmpty() ? reason : request.reason());
        return new Response.GuestChanged(guest.id());
    }

    /** A guest that was adopted as one of these; that its host refuses to start it by itself is not the adoption's failure. */
    static void adopted(Turn turn, OperationRecord ended, GuestRecord guest) {
        if (guest.carriesController() && guest.ownStart().isEmpty()) {
            GuestRecord starting = guest.startingItself(Optional.of(OwnStart.LOCKED));
            turn.put(starting);
            tell(turn, starting, OwnStart.ASKED, ended.requestedBy(), "a controller runs in it");
        }
    }

    /** A definition that was gone has lost what it said of its own start; where it was not, to say it again changes nothing. */
    static void definedAgain(Turn turn, OperationRecord ended, GuestRecord guest) {
        if (guest.ownStart().isPresent()) {
            tell(turn, guest, OwnStart.ASKED, ended.requestedBy(), "its definition was put back");
        }
    }

    /**
     * What its host was told stands there from its answer on. Without an answer it may, so it is neither taken back nor
     * forgotten; another operation that failed has changed nothing of it, and neither has one whose beginning nobody remembers.
     */
    static void told(Turn turn, OperationRecord ended, GuestRecord guest) {
        boolean succeeded = ended.state() == OperationState.SUCCEEDED;
        if (succeeded && !guest.carriesController()) {
            turn.put(guest.startingItself(Optional.empty()));
        } else if (!succeeded && guest.carriesController() && !failedWith(ended, ErrorCode.UNREACHABLE)) {
            turn.operation(ended.id())
                    .flatMap(entry -> entry.gathered().ownStartBefore())
                    .ifPresent(before -> turn.put(guest.startingItself(afterFailure(ended, before, guest))));
        }
    }

    private static boolean failedWith(OperationRecord ended, ErrorCode code) {
        return ended.failure().filter(failure -> failure.code() == code).isPresent();
    }

    /** A host that refuses to start it under a lock does not start it without one any more either. */
    private static Optional<OwnStart> afterFailure(OperationRecord ended, OwnStart before, GuestRecord guest) {
        boolean withdrawn = before == OwnStart.UNLOCKED
                && guest.ownStart().equals(Optional.of(OwnStart.LOCKED))
                && failedWith(ended, ErrorCode.CONFLICT);
        return withdrawn || before == OwnStart.ASKED ? Optional.empty() : Optional.of(before);
    }

    private static void tell(Turn turn, GuestRecord guest, OwnStart before, String principal, String reason) {
        OperationRecord operation = OperationDraft.guestOperation(turn, OperationKind.TAKE_OVER, guest, principal)
                .because(reason)
                .record();
        Operations.begin(turn, operation);
        telling(turn, operation, before);
    }

    /** The operation that was begun tells the guest's host how it starts. */
    static void telling(Turn turn, OperationRecord operation, OwnStart before) {
        turn.operation(operation.id()).ifPresent(entry -> turn.see(entry.withOwnStartBefore(before)));
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
