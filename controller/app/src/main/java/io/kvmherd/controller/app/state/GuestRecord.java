package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Wish;
import java.time.Instant;
import java.util.Optional;

/**
 * The durable half of a guest.
 *
 * @param wish what the operator asked it to be
 * @param host owner: the host that has the right to run it
 * @param placement generation of that right
 */
public record GuestRecord(
        GuestId id,
        GuestSpec spec,
        Wish wish,
        Optional<HostId> host,
        PlacementGeneration placement,
        Instant createdAt) {

    public GuestRecord withWish(Wish newWish) {
        return new GuestRecord(id, spec, newWish, host, placement, createdAt);
    }

    /** The right to run it goes to another host. */
    public GuestRecord ownedBy(HostId newOwner, PlacementGeneration newPlacement) {
        return new GuestRecord(id, spec, wish, Optional.of(newOwner), newPlacement, createdAt);
    }
}
