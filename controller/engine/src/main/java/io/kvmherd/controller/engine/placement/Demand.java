package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;

/**
 * What a guest asks of the host it comes to.
 *
 * @param nowMib memory that it will really touch soon after it came
 * @param copies disks that come along as copies
 */
record Demand(GuestId guest, GuestSpec spec, long nowMib, List<GuestDisk> copies) {
    Demand {
        copies = List.copyOf(copies);
    }

    /** A guest that boots may touch all of its memory: firmware, kernel and page cache see to that. */
    static Demand ofStart(GuestId guest, GuestSpec spec) {
        return new Demand(guest, spec, spec.committedMib(), List.of());
    }

    /** A guest that moves touches what it holds already; while that is unknown, all of it is assumed. */
    static Demand ofMove(GuestView guest, SharedStorage storage) {
        GuestSpec spec = guest.spec();
        long nowMib = guest.residentMib() > 0 ? guest.residentMib() + spec.overheadMib() : spec.committedMib();
        return new Demand(guest.id(), spec, nowMib, CopiedDisks.of(guest, storage));
    }
}
