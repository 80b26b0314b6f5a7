package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.controller.engine.view.GuestView;

/**
 * What a guest asks of the host it comes to.
 *
 * @param nowMib memory that it will really touch soon after it came
 */
record Demand(GuestId guest, GuestSpec spec, long nowMib) {

    /** A guest that boots may touch all of its memory: firmware, kernel and page cache see to that. */
    static Demand ofStart(GuestId guest, GuestSpec spec) {
        return new Demand(guest, spec, spec.committedMib());
    }

    /** A guest that moves touches what it holds already; while that is unknown, all of it is assumed. */
    static Demand ofMove(GuestView guest) {
        GuestSpec spec = guest.spec();
        long nowMib = guest.residentMib() > 0 ? guest.residentMib() + spec.overheadMib() : spec.committedMib();
        return new Demand(guest.id(), spec, nowMib);
    }
}
