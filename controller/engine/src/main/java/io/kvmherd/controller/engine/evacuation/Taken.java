package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.controller.engine.plan.Move;
import java.util.List;

/**
 * What evacuations took from a host.
 *
 * @param moved from it to where evacuations put the guest last, at most one for each guest
 * @param shutDown guests that were shut down on it until it gets its guests back
 */
public record Taken(List<Move> moved, List<GuestId> shutDown) {
    public Taken {
        moved = List.copyOf(moved);
        shutDown = List.copyOf(shutDown);
    }
}
