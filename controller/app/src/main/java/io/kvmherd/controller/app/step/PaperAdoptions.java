package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import java.util.Optional;

/**
 * Adoptions that ended without anybody knowing whether the mark was written: the agent was silent, or half of its work was
 * done. The guest is kept on paper, and settled when its owner tells how it is: with our mark it is ours, without it it
 * never was. To forget it at once would leave a marked guest that nobody manages and whose autostart is off.
 */
final class PaperAdoptions {
    private PaperAdoptions() {}

    /** The owner tells of the guest, and nothing is being done to it. */
    static void seen(Turn turn, HostId host, ObservedGuest there) {
        onPaper(turn, host, there.id()).ifPresent(guest -> {
            if (there.placement().equals(Optional.of(guest.placement()))) {
                carryThrough(turn, host, guest);
            } else if (there.placement().isEmpty()) {
                turn.remove(guest);
            }
        });
    }

    /** The owner tells of all that it has. A guest on which an agent is still at work is left for the next time. */
    static void inventoried(Turn turn, HostId host, LinkMessage.Inventory inventory) {
        for (GuestRecord guest : turn.allGuests()) {
            if (onPaper(turn, host, guest.id()).isPresent() && !isUnderway(turn, inventory, guest.id())) {
                inventory.guests().stream()
                        .filter(there -> there.id().equals(guest.id()))
                        .findFirst()
                        .ifPresentOrElse(there -> seen(turn, host, there), () -> turn.remove(guest));
            }
        }
    }

    /** An adoption ended in doubt. What its host told meanwhile may settle it; that there is no mark yet settles nothing. */
    static void endedInDoubt(Turn turn, GuestRecord guest) {
        Optional<HostEntry> owner = guest.host().flatMap(turn::host);
        owner.flatMap(entry -> Views.seenOn(entry, guest.id()))
                .filter(there -> there.placement().equals(Optional.of(guest.placement())))
                .ifPresent(there -> carryThrough(turn, owner.orElseThrow().id(), guest));
    }

    private static Optional<GuestRecord> onPaper(Turn turn, HostId host, GuestId id) {
        return turn.guest(id)
                .filter(guest -> guest.host().equals(Optional.of(host)))
                .filter(guest ->
                        guest.adoption().filter(adoption -> !adoption.taken()).isPresent())
                .filter(guest -> turn.operationOn(id).isEmpty());
    }

    private static boolean isUnderway(Turn turn, LinkMessage.Inventory inventory, GuestId id) {
        return inventory.openSteps().stream()
                .filter(step -> !step.ended())
                .flatMap(step -> turn.operation(step.operation()).stream())
                .map(entry -> entry.record())
                .map(OperationRecord::guest)
                .anyMatch(Optional.of(id)::equals);
    }

    private static void carryThrough(Turn turn, HostId host, GuestRecord guest) {
        turn.put(guest.carriedThrough());
        turn.tell(Happening.of(EventRecord.What.GUEST_ADOPTED)
                .on(host)
                .about(guest.id())
                .with("name", guest.spec().name()));
    }
}
