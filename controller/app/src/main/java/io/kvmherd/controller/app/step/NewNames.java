package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Names;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import java.util.Optional;

/** Whether a guest that somebody renamed can keep its new name: it must be one that a guest may have, and nobody's else. */
final class NewNames {
    private NewNames() {}

    static Optional<Response> refusal(Turn turn, GuestRecord guest, String name) {
        if (name.equals(guest.spec().name())) {
            return Optional.empty();
        }
        try {
            Names.requireFileName("guest name", name);
        } catch (KvmherdException e) {
            return Optional.of(Refusals.renamed(guest, name, String.valueOf(e.getMessage())));
        }
        Optional<GuestRecord> other =
                turn.guestCalled(name).filter(found -> !found.id().equals(guest.id()));
        if (other.isPresent()) {
            return Optional.of(Refusals.renamed(guest, name, "another guest of this cluster has that name"));
        }
        Optional<HostId> elsewhere = turn.allHosts().stream()
                .filter(host -> host.presence().guests().stream()
                        .anyMatch(seen -> seen.name().equals(name) && !seen.id().equals(guest.id())))
                .map(HostEntry::id)
                .findFirst();
        return elsewhere.map(host -> Refusals.renamed(guest, name, "a domain on host " + host + " has that name"));
    }
}
