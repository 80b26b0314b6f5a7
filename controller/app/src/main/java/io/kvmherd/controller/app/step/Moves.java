package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import java.util.List;
import java.util.Optional;

/**
 * Guests that somebody moved by hand. libvirt copies our metadata along, so the new place runs under a generation that was
 * granted to the old one. When the owner says that it has let go of the guest and another host runs it, an operation asks
 * both once more and lets the right follow. While the owner is silent, or says that it runs the guest as well, nothing is
 * begun: the guest is not touched, and that it runs where it should not is told by {@link Strays}.
 */
final class Moves {
    private static final String CONTROLLER = "kvmherd";

    private Moves() {}

    /** Something was told about the guest, or the operation that held it has ended. */
    static void look(Turn turn, GuestId id) {
        Optional<GuestRecord> guest =
                turn.guest(id).filter(known -> turn.operationOn(known.id()).isEmpty());
        if (guest.isEmpty() || turn.openOperations().size() >= AppLimits.OPERATIONS_OPEN) {
            return;
        }
        newPlace(turn, guest.get())
                .filter(place -> hasLetGo(turn, guest.get()))
                .ifPresent(place -> follow(turn, guest.get(), place));
    }

    private static void follow(Turn turn, GuestRecord guest, HostId place) {
        OutsideChanges.moved(turn, guest, place);
        OperationRecord operation = OperationDraft.guestOperation(
                        turn, OperationKind.FOLLOW, turn.guest(guest.id()).orElseThrow(), CONTROLLER)
                .to(place)
                .because("it was moved by hand")
                .record();
        Operations.begin(turn, operation);
    }

    /** The one host that runs it and does not own it; empty while there are two, or a migration is going on. */
    private static Optional<HostId> newPlace(Turn turn, GuestRecord guest) {
        List<HostEntry> places = turn.allHosts().stream()
                .filter(HostEntry::takesCommands)
                .filter(host -> Views.seenOn(host, guest.id())
                        .filter(seen -> Whereabouts.isStray(guest, host.id(), seen))
                        .isPresent())
                .toList();
        return places.size() == 1
                ? Optional.of(places.getFirst())
                        .filter(host -> Views.seenOn(host, guest.id())
                                .filter(seen -> hasArrived(seen, guest))
                                .isPresent())
                        .map(HostEntry::id)
                : Optional.empty();
    }

    /** Under the generation that its owner holds: a copy of an older one is a leftover, and no move brought it there. */
    private static boolean hasArrived(ObservedGuest seen, GuestRecord guest) {
        return seen.placement().equals(Optional.of(guest.placement()))
                && seen.job() == GuestJob.NONE
                && seen.state() != GuestState.PAUSED_FOR_MIGRATION
                && seen.state() != GuestState.PAUSED_IN_POST_COPY
                && seen.state() != GuestState.UNKNOWN;
    }

    private static boolean hasLetGo(Turn turn, GuestRecord guest) {
        return guest.host()
                .flatMap(turn::host)
                .filter(HostEntry::takesCommands)
                .filter(owner -> Views.seenOn(owner, guest.id())
                        .map(seen -> !seen.state().isActive())
                        .orElse(true))
                .isPresent();
    }
}
