package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.List;
import java.util.Optional;

/**
 * The question which host takes a guest.
 *
 * @param target the only host that is asked; empty asks all
 * @param from where the guest runs when it is to move live, so that the rules of migration hold as well; empty for a start
 * @param excluded hosts that are not asked at all and do not appear in the answer
 * @param off whether it is off and only its definition moves
 */
public record PlacementRequest(
        GuestId guest,
        GuestSpec spec,
        Optional<HostId> target,
        Optional<HostId> from,
        List<HostId> excluded,
        boolean off) {
    public PlacementRequest {
        excluded = excluded.stream().sorted().distinct().toList();
    }

    /** A guest that is to be started, for the first time or again. */
    public static PlacementRequest toStart(GuestId guest, GuestSpec spec) {
        return new PlacementRequest(guest, spec, Optional.empty(), Optional.empty(), List.of(), false);
    }

    /** A guest that is to move live from its owner. */
    public static PlacementRequest toMove(GuestView guest) {
        return new PlacementRequest(guest.id(), guest.spec(), Optional.empty(), guest.host(), List.of(), false);
    }

    /** A guest that is off and whose definition is to move from its owner to where it could be started. */
    public static PlacementRequest toRelocate(GuestView guest) {
        return new PlacementRequest(guest.id(), guest.spec(), Optional.empty(), guest.host(), List.of(), true);
    }

    public PlacementRequest onto(HostId host) {
        return new PlacementRequest(guest, spec, Optional.of(host), from, excluded, off);
    }

    public PlacementRequest excluding(List<HostId> hosts) {
        return new PlacementRequest(guest, spec, target, from, hosts, off);
    }
}
