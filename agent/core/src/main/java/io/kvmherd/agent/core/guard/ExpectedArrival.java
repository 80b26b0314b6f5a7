package io.kvmherd.agent.core.guard;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlacementGeneration;

/**
 * A guest that was announced to this host.
 *
 * @param placement generation that it will run under here
 * @param from host that sends it
 * @param untilMs time of this process's monotonic clock after which the announcement is void
 */
public record ExpectedArrival(GuestId guest, PlacementGeneration placement, HostId from, long untilMs) {

    boolean holdsAt(long nowMs) {
        return nowMs - untilMs < 0;
    }
}
