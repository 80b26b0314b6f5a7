package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.engine.host.DutyEvent;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.List;

/**
 * What is left on a host that is being emptied. Only the host itself, on its link, can say that no guest is active on it,
 * managed or not.
 *
 * @param certain whether the host can be asked
 * @param stayers names of active managed guests whose policy is to stay
 * @param others names of the other active managed guests
 * @param foreign whether guests are active that are not ours
 */
record Emptiness(HostId host, boolean certain, List<String> stayers, List<String> others, boolean foreign) {
    Emptiness {
        stayers = List.copyOf(stayers);
        others = List.copyOf(others);
    }

    static Emptiness of(Turn turn, HostId host) {
        List<GuestView> active = turn.view().guestsOf(host).stream()
                .filter(guest -> guest.state().isActive())
                .toList();
        return new Emptiness(
                host,
                turn.host(host).filter(HostEntry::takesCommands).isPresent(),
                names(active, true),
                names(active, false),
                turn.view().host(host).stream()
                        .flatMap(there -> there.unmanaged().stream())
                        .map(ObservedGuest::state)
                        .anyMatch(GuestState::isActive));
    }

    /** Whether an evacuation has nothing left to do on the host. */
    boolean isDone() {
        return certain && others.isEmpty() && !foreign;
    }

    /** What becomes of the duty of a host that is done. */
    DutyEvent ending() {
        return stayers.isEmpty() ? DutyEvent.EMPTIED : DutyEvent.EMPTIED_BUT_FOR_STAYERS;
    }

    /** "evacuated but for 1 guest that stays: pet"; what the host is called instead of empty. */
    String butForStayers() {
        String count = stayers.size() == 1 ? "1 guest that stays" : stayers.size() + " guests that stay";
        return "evacuated but for " + count + ": " + Evacuations.named(stayers);
    }

    List<Reason> remarks() {
        return stayers.stream()
                .map(guest ->
                        Reason.of(ReasonCode.GUEST_STAYS).with("guest", guest).with("host", host.value()))
                .toList();
    }

    private static List<String> names(List<GuestView> guests, boolean staying) {
        return guests.stream()
                .filter(guest -> (guest.evacuation() == EvacuationPolicy.STAY) == staying)
                .map(guest -> guest.spec().name())
                .sorted()
                .toList();
    }
}
