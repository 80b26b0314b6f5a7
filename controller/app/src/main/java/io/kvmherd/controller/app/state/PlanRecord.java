package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.controller.engine.plan.Plan;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored plan.
 *
 * @param purpose what it is for
 * @param host the host that it empties
 * @param plan the moves
 * @param viewVersion version of the picture that it was made from
 * @param expiresAt after this it cannot be applied any more
 */
public record PlanRecord(
        PlanId id,
        Purpose purpose,
        Optional<HostId> host,
        Plan plan,
        long viewVersion,
        Instant createdAt,
        Instant expiresAt) {
    /** What a plan is for. */
    public enum Purpose {
        MIGRATE,
        EVACUATE
    }
}
