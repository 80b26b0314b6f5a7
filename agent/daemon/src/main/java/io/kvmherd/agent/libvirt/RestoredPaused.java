package io.kvmherd.agent.libvirt;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.libvirt.event.DomainEvent;
import org.libvirt.event.SuspendedDetail;

/**
 * Guests that were saved while they were paused and came back that way. QEMU loads a saved guest as it takes in one that
 * arrives, and libvirt 9 goes on calling it paused for a migration, though nothing moves. What it is, only its event says; who
 * has not heard that believes libvirt, because a guest that really was left by a migration must not be taken for a paused one.
 */
final class RestoredPaused {
    private final Set<GuestId> guests = ConcurrentHashMap.newKeySet();

    void heard(GuestId guest, DomainEvent event) {
        switch (event.getType()) {
            case SUSPENDED -> {
                if (SnapshotReverts.is(event, SuspendedDetail.RESTORED)) {
                    guests.add(guest);
                } else {
                    guests.remove(guest);
                }
            }
            case STARTED, RESUMED, STOPPED, CRASHED, UNDEFINED -> guests.remove(guest);
            default -> {
                // It is as it was.
            }
        }
    }

    /** Events may have been missed. */
    void forgetAll() {
        guests.clear();
    }

    ObservedGuest named(ObservedGuest seen) {
        boolean waits = seen.state() == GuestState.PAUSED_FOR_MIGRATION && seen.job() == GuestJob.NONE;
        return waits && guests.contains(seen.id()) ? seen.withState(GuestState.PAUSED) : seen;
    }
}
