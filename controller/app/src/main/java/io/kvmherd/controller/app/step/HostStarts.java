package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.state.Adoption;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.engine.evacuation.Taken;
import io.kvmherd.controller.engine.operation.OperationKind;
import java.util.List;
import java.util.Optional;

/**
 * Confirms the start of adopted guests after their host was started anew: those that libvirt would have started before
 * their adoption, and that are wanted to run. Those whose disks nobody else reaches are started by their agent without this;
 * what it left off, because it had told the guest to go off once or doubted its disks, is started here as well. So are own
 * guests, whatever their autostart was: their agent starts them only when it hears no controller.
 *
 * <p>A new boot of the owner is the proof that nothing of it runs there any more; that it runs nowhere else is known because
 * only the owner has the right to run it, and because nobody has seen it elsewhere. A host that is being emptied, or is
 * only observed, starts nobody.
 */
final class HostStarts {
    /** Who asks for what nobody asked for. */
    private static final String ITSELF = "kvmherd";

    private HostStarts() {}

    static void look(Turn turn, HostId host) {
        HostEntry entry = turn.host(host).orElseThrow();
        HostDuty duty = entry.record().duty();
        boolean observed = !Modes.observedBy(entry, turn.cluster()).isEmpty();
        if (observed || duty == HostDuty.EVACUATING || duty == HostDuty.EVACUATED) {
            return;
        }
        List<GuestId> untilRestored = shutDownForMaintenance(turn, entry);
        turn.allGuests().stream()
                .filter(guest -> guest.host().equals(Optional.of(host)))
                .filter(guest -> !untilRestored.contains(guest.id()))
                .filter(guest -> isMeant(guest) && isOff(turn, host, guest))
                .filter(guest -> !guest.isSaidToHaveMoved())
                .filter(guest -> turn.operationOn(guest.id()).isEmpty())
                .filter(guest ->
                        Whereabouts.activeElsewhere(turn.allHosts(), guest).isEmpty())
                .limit(Math.max(
                        0, AppLimits.OPERATIONS_OPEN - turn.openOperations().size()))
                .forEach(guest -> Operations.begin(
                        turn,
                        OperationDraft.guestOperation(turn, OperationKind.START, guest, ITSELF)
                                .because("its host was started anew, and the guest starts with it")
                                .record()));
    }

    /** An evacuation shut them down until their host gets its guests back, and that is an operator's word. */
    private static List<GuestId> shutDownForMaintenance(Turn turn, HostEntry host) {
        boolean inMaintenance = host.record()
                .maintenance()
                .filter(maintenance -> !maintenance.over())
                .isPresent();
        return inMaintenance ? Takings.of(turn, host).map(Taken::shutDown).orElse(List.of()) : List.of();
    }

    private static boolean isMeant(GuestRecord guest) {
        return guest.wish() == Wish.RUNNING
                && (guest.carriesController()
                        || guest.adoption()
                                .map(Adoption::startsWithHost)
                                .filter(starts -> starts != StartsWithHost.NO)
                                .isPresent());
    }

    private static boolean isOff(Turn turn, HostId host, GuestRecord guest) {
        Optional<HostEntry> entry = turn.host(host);
        return entry.flatMap(there -> Views.seenOn(there, guest.id()))
                .map(ObservedGuest::state)
                .filter(GuestState::isOffHere)
                .isPresent();
    }
}
