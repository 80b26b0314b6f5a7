package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import java.util.Collection;
import java.util.Optional;

/**
 * Where a guest is active although another host owns it: somebody moved or started it by hand. Nothing is begun with such
 * a guest, because whatever its owner says about it is not the whole truth.
 */
final class Whereabouts {
    private Whereabouts() {}

    /**
     * The first such host in order of name. A host that has fallen silent counts by what it last said: what it ran then, it
     * may be running still.
     */
    static Optional<HostId> activeElsewhere(Collection<HostEntry> hosts, GuestRecord guest) {
        return hosts.stream()
                .filter(host -> Views.seenOn(host, guest.id())
                        .filter(seen -> isStray(guest, host.id(), seen))
                        .isPresent())
                .map(HostEntry::id)
                .findFirst();
    }

    /** Whether what the host has is active there and belongs to another. */
    static boolean isStray(GuestRecord guest, HostId on, ObservedGuest seen) {
        return seen.state().isActive() && !guest.host().equals(Optional.of(on));
    }
}
