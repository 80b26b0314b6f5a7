package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.protocol.LinkMessage;
import java.util.Optional;

/** An inspection's answer is also news about the guest. */
final class Sightings {
    private Sightings() {}

    static void inspected(Turn turn, HostId host, GuestId guest, Optional<ObservedGuest> seen) {
        turn.host(host).ifPresent(entry -> {
            if (seen.isPresent()) {
                Hosts.guestChanged(turn, entry, seen.get(), false);
            } else {
                Hosts.guestVanished(turn, entry, new LinkMessage.GuestVanished(guest));
            }
        });
    }
}
