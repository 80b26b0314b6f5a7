package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;

/**
 * What one guest weighs on one host.
 *
 * @param name for reasons; the id where the name is not known
 * @param group anti-affinity group, empty for none
 * @param residentMib memory that the host's available memory no longer contains because of it
 * @param pendingMib memory that it was promised and has not touched yet
 * @param leaving whether an unfinished operation takes it away
 * @param copies disks that a trial move copies to there; those of unfinished operations stand in their reservations
 */
public record Weight(
        GuestId guest,
        String name,
        String group,
        long committedMib,
        long guaranteedMib,
        int vcpus,
        long residentMib,
        long pendingMib,
        boolean leaving,
        List<GuestDisk> copies) {
    public Weight {
        copies = List.copyOf(copies);
    }

    /** A guest that begins to arrive by a live migration. */
    public static Weight arriving(GuestView guest, SharedStorage storage) {
        Demand demand = Demand.ofMove(guest, storage);
        return of(guest, 0, demand.nowMib(), false, demand.copies());
    }

    /** A guest on the host that owns it. One that is off and shall run has all of its memory still before it. */
    static Weight owned(GuestView guest, boolean leaving) {
        return guest.state().isActive()
                ? of(guest, guest.residentMib(), 0, leaving, List.of())
                : of(guest, 0, guest.spec().committedMib(), leaving, List.of());
    }

    static Weight reserved(Reservation held, String name, String group) {
        return new Weight(
                held.guest(),
                name,
                group,
                held.committedMib(),
                held.guaranteedMib(),
                held.vcpus(),
                0,
                held.committedMib(),
                held.purpose() == Reservation.Purpose.LEAVING,
                List.of());
    }

    /** A guest that nobody gave us: all of its memory counts as guaranteed, since nobody may take any of it back. */
    static Weight unmanaged(ObservedGuest guest) {
        long committedMib = guest.memoryMib() + 64 + guest.memoryMib() / 512 + 8L * guest.vcpus();
        return new Weight(
                guest.id(),
                guest.name(),
                "",
                committedMib,
                committedMib,
                guest.vcpus(),
                guest.residentMib(),
                0,
                false,
                List.of());
    }

    private static Weight of(
            GuestView guest, long residentMib, long pendingMib, boolean leaving, List<GuestDisk> copies) {
        GuestSpec spec = guest.spec();
        return new Weight(
                guest.id(),
                spec.name(),
                spec.antiAffinityGroup(),
                spec.committedMib(),
                spec.guaranteedMib(),
                spec.vcpus(),
                residentMib,
                pendingMib,
                leaving,
                copies);
    }
}
