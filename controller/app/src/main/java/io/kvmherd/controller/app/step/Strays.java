package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import java.util.List;
import java.util.Optional;

/**
 * Compares what a host has with what it should have, and says what does not match. It only says: nothing is started,
 * stopped or removed because of it.
 */
final class Strays {
    private Strays() {}

    static void look(Turn turn, HostId host, List<ObservedGuest> seen) {
        for (ObservedGuest guest : seen) {
            Optional<GuestRecord> known = turn.guest(guest.id());
            if (guest.isManaged() && known.isEmpty()) {
                turn.tell(Happening.of(EventRecord.What.GUEST_UNKNOWN)
                        .on(host)
                        .about(guest.id())
                        .with("name", guest.name())
                        .with("state", guest.state().name()));
            }
            known.filter(record -> Whereabouts.isStray(record, host, guest)
                            && turn.operationOn(record.id()).isEmpty())
                    .ifPresent(record -> turn.tell(Happening.of(EventRecord.What.GUEST_RUNS_TWICE)
                            .on(host)
                            .about(record.id())
                            .with("name", guest.name())
                            .with("owner", record.host().map(HostId::value).orElse(""))));
        }
        for (GuestRecord guest : turn.allGuests()) {
            boolean ownedHere = guest.host().equals(Optional.of(host));
            boolean present = seen.stream().anyMatch(there -> there.id().equals(guest.id()));
            if (ownedHere && !present && turn.operationOn(guest.id()).isEmpty()) {
                turn.tell(Happening.of(EventRecord.What.GUEST_ABSENT)
                        .on(host)
                        .about(guest.id())
                        .with("name", guest.spec().name()));
            }
        }
    }
}
