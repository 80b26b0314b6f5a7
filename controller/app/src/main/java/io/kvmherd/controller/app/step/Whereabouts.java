package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
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

    /** The first such host in order of name, among those that can be asked. */
    static Optional<HostId> activeElsewhere(Collection<HostEntry> hosts, GuestRecord guest) {
        return hosts.stream()
                .filter(host -> !guest.host().equals(Optional.of(host.id())))
                .filter(HostEntry::takesCommands)
                .filter(host -> isActiveOn(host, guest.id()))
                .map(HostEntry::id)
                .findFirst();
    }

    private static boolean isActiveOn(HostEntry host, GuestId guest) {
        return Views.seenOn(host, guest).filter(seen -> seen.state().isActive()).isPresent();
    }
}
