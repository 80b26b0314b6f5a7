package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.state.Adoption;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.Optional;

/** What the end of an operation means for its guest, its reservations, its agents and its parent. */
final class Endings {
    private Endings() {}

    /**
     * The migration was judged: the destination has the guest. From here on it owns it, whatever happens to the rest of
     * the operation.
     */
    static void moveOwnership(Turn turn, OperationRecord operation) {
        HostId to = operation.destination().orElseThrow();
        GuestRecord guest = operation.guest().flatMap(turn::guest).orElseThrow();
        if (guest.host().equals(Optional.of(to))) {
            return;
        }
        turn.put(guest.ownedBy(to, operation.placement().next()));
        turn.tell(Operations.about(EventRecord.What.GUEST_MOVED, operation)
                .with("name", guest.spec().name())
                .with("from", operation.host().map(HostId::value).orElse(""))
                .with("to", to.value()));
    }

    static void end(Turn turn, OperationEntry entry, OperationState judged) {
        Phase lastPhase = entry.record().phase();
        OperationState ending =
                judged == OperationState.FAILED && endsAsAsked(entry.record()) ? OperationState.CANCELLED : judged;
        OperationRecord ended = entry.record().ended(ending, turn.now().wall());
        turn.put(entry.with(ended));
        turn.releaseReservations(ended.id());
        ended.host().ifPresent(host -> turn.send(host, JournalStamps.forgetting(ended.id())));
        ended.destination().ifPresent(host -> turn.send(host, JournalStamps.forgetting(ended.id())));
        turn.tell(Operations.about(EventRecord.What.OPERATION_ENDED, ended)
                .with("kind", ended.kind().name())
                .with("state", ending.name())
                .with(
                        "detail",
                        ended.failure().map(OperationRecord.Failure::detail).orElse("")));
        ended.guest().flatMap(turn::guest).ifPresent(guest -> settle(turn, ended, lastPhase, guest));
        if (ended.kind() != OperationKind.FOLLOW) {
            ended.guest().ifPresent(guest -> Moves.look(turn, guest));
        }
        ended.parent().flatMap(turn::operation).ifPresent(parent -> Evacuations.childEnded(turn, parent));
    }

    /** Cancelled is what ended because of the request; what failed for a reason of its own has failed. */
    private static boolean endsAsAsked(OperationRecord operation) {
        return operation.cancelRequested()
                && operation
                        .failure()
                        .map(failure -> failure.code() == ErrorCode.CANCELLED)
                        .orElse(true);
    }

    /** An agent that was never heard of again may have defined the guest: then it is kept, to be looked at or deleted. */
    private static boolean nothingWasDone(OperationRecord ended) {
        return ended.failure()
                .filter(failure -> failure.code() == ErrorCode.UNREACHABLE)
                .isEmpty();
    }

    private static void settle(Turn turn, OperationRecord ended, Phase lastPhase, GuestRecord guest) {
        boolean succeeded = ended.state() == OperationState.SUCCEEDED;
        switch (ended.kind()) {
            case CREATE, DEFINE -> {
                if (!succeeded && lastPhase == Phase.DEFINE && nothingWasDone(ended)) {
                    turn.remove(guest);
                } else if (!succeeded) {
                    turn.put(guest.withWish(Wish.STOPPED));
                } else {
                    turn.tell(Operations.about(EventRecord.What.GUEST_CREATED, ended)
                            .with("name", guest.spec().name()));
                }
            }
            case START -> {
                if (!succeeded && nothingWasDone(ended) && ended.parent().isEmpty()) {
                    turn.put(guest.withWish(Wish.STOPPED));
                }
            }
            case SHUT_DOWN, STOP -> {
                if (succeeded && !returns(turn, ended)) {
                    turn.put(guest.withWish(Wish.STOPPED));
                }
            }
            case DELETE -> {
                if (succeeded) {
                    turn.remove(guest);
                    turn.tell(Operations.about(EventRecord.What.GUEST_DELETED, ended)
                            .with("name", guest.spec().name()));
                } else {
                    turn.put(guest.withWish(Wish.STOPPED));
                }
            }
            case TAKE_OVER -> {
                OwnGuests.told(turn, ended, guest);
                takenOver(turn, ended, turn.guest(guest.id()).orElseThrow());
            }
            case GIVE_BACK -> {
                if (succeeded) {
                    turn.remove(guest);
                    unmark(turn, ended);
                    turn.tell(Operations.about(EventRecord.What.GUEST_RELEASED, ended)
                            .with("name", guest.spec().name()));
                }
            }
            case REDEFINE -> {
                if (succeeded) {
                    OwnGuests.definedAgain(turn, ended, guest);
                }
            }
            case MIGRATE, RELOCATE, FOLLOW, EVACUATE, APPLY_PLAN, RESTORE -> {}
        }
    }

    /** Its host has said that the mark is gone; until it is looked at anew, the guest would pass for one that strayed there. */
    private static void unmark(Turn turn, OperationRecord ended) {
        ended.host()
                .flatMap(turn::host)
                .ifPresent(entry -> turn.see(
                        entry.id(),
                        entry.presence()
                                .withGuests(
                                        entry.presence().guests().stream()
                                                .map(seen -> ended.guest().equals(Optional.of(seen.id()))
                                                        ? seen.unmarked()
                                                        : seen)
                                                .toList(),
                                        turn.nowMs())));
    }

    /** Whether it was shut down only for a while: it shall run, and its room there is kept. */
    private static boolean returns(Turn turn, OperationRecord ended) {
        if (ended.parent().isEmpty() || ended.guest().isEmpty()) {
            return false;
        }
        GuestId guest = ended.guest().get();
        return ended.plan().flatMap(turn::plan).map(PlanRecord::plan).stream()
                .anyMatch(plan -> plan.shutDowns().stream()
                                .anyMatch(shutDown ->
                                        shutDown.returns() && shutDown.guest().equals(guest))
                        || plan.coldMoves().stream()
                                .anyMatch(move -> move.guest().equals(guest)));
    }

    /** A guest whose adoption was refused is nobody's of ours; where nobody knows, its host's next word tells. */
    private static void takenOver(Turn turn, OperationRecord ended, GuestRecord guest) {
        Optional<Adoption> adoption = guest.adoption();
        if (adoption.isEmpty()) {
            return;
        }
        if (ended.state() == OperationState.SUCCEEDED) {
            if (!adoption.get().taken()) {
                turn.tell(Operations.about(EventRecord.What.GUEST_ADOPTED, ended)
                        .with("name", guest.spec().name()));
            }
            turn.put(guest.carriedThrough());
            if (!adoption.get().taken()) {
                OwnGuests.adopted(turn, ended, turn.guest(guest.id()).orElseThrow());
            }
        } else if (!adoption.get().taken() && nothingWasDone(ended)) {
            turn.remove(guest);
        } else if (!adoption.get().taken()) {
            PaperAdoptions.endedInDoubt(turn, guest);
        }
    }
}
