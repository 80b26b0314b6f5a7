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
 * @param host the host that it empties or brings guests back to
 * @param plan the moves; none where a single guest is created, started, shut down, stopped or deleted
 * @param viewVersion version of the picture that it was made from
 * @param expiresAt after this it cannot be applied any more
 * @param lifeCycle the one step of such a plan
 * @param course how the one guest is to be migrated, where somebody asked for it by itself; each by the usual course where
 *     it is empty
 */
public record PlanRecord(
        PlanId id,
        Purpose purpose,
        Optional<HostId> host,
        Plan plan,
        long viewVersion,
        Instant createdAt,
        Instant expiresAt,
        Optional<LifeCycleStep> lifeCycle,
        Optional<MigrationCourse> course) {

    /** Migrations go by the usual course. */
    // size: the record's own components
    public PlanRecord(
            PlanId id,
            Purpose purpose,
            Optional<HostId> host,
            Plan plan,
            long viewVersion,
            Instant createdAt,
            Instant expiresAt,
            Optional<LifeCycleStep> lifeCycle) {
        this(id, purpose, host, plan, viewVersion, createdAt, expiresAt, lifeCycle, Optional.empty());
    }

    /** What a plan is for. */
    public enum Purpose {
        MIGRATE,
        RELOCATE,
        EVACUATE,
        CREATE,
        START,
        SHUT_DOWN,
        STOP,
        DELETE,
        GIVE_BACK,
        RESTORE
    }
}
