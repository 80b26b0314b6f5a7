package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.controller.engine.placement.CopiedDisks;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.MeasuredRates;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A move with everything that it names looked up.
 *
 * @param previous number of the step that brings the guest to {@code from}; empty when it is there already
 */
record Leg(GuestView guest, HostView from, HostView to, Optional<Integer> previous) {
    /** Short moves free room early, at little price; the id decides between equals. */
    static final Comparator<Leg> SHORTEST_FIRST = Comparator.comparingLong(Leg::memoryMib)
            .thenComparing(leg -> leg.guest().id());

    /** What every migration takes besides sending memory: preparation, switch-over and cleaning up. */
    private static final long FIXED_SECONDS = 2;

    /** The memory that has to be sent at least once. */
    long memoryMib() {
        return guest.residentMib() > 0 ? guest.residentMib() : guest.spec().memoryMib();
    }

    /**
     * By what migrations between the two hosts really sent; as is assumed of any where none was measured.
     *
     * @param copied disks that go with it
     */
    long seconds(ClusterView view, List<GuestDisk> copied) {
        long expected = measured(view)
                .map(measured -> view.settings().within(measured.mibPerSecond()))
                .orElse(view.settings().migrationExpectedMibPerSecond());
        return (memoryMib() + CopiedDisks.sentMib(copied)) / Math.max(1, expected) + FIXED_SECONDS;
    }

    /** What migrations between the two hosts really sent. */
    Optional<MeasuredRates.Measured> measured(ClusterView view) {
        return view.rates().between(from.id(), to.id());
    }

    Move move() {
        return new Move(guest.id(), from.id(), to.id());
    }

    Leg by(HostView destination) {
        return new Leg(guest, from, destination, previous);
    }

    Leg onwards(HostView start, int arrivedBy) {
        return new Leg(guest, start, to, Optional.of(arrivedBy));
    }
}
