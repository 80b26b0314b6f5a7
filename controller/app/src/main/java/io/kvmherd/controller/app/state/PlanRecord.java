package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.controller.engine.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stored plan.
 *
 * @param purpose what it is for
 * @param host the host that it empties or brings guests back to; empty where that are several
 * @param plan the moves; none where a single guest is created, started, shut down, stopped or deleted
 * @param viewVersion version of the picture that it was made from
 * @param expiresAt after this it cannot be applied any more
 * @param lifeCycle the one step of such a plan
 * @param hosts all that it empties or brings guests back to; see {@link #wholeHosts}
 * @param course how the one guest is to be migrated, where somebody asked for it by itself, or that disks go along with
 *     whom an evacuation moves; each by the usual course where it is empty
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
        List<HostId> hosts,
        Optional<MigrationCourse> course) {
    public PlanRecord {
        hosts = List.copyOf(hosts);
    }

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
            Optional<LifeCycleStep> lifeCycle,
            List<HostId> hosts) {
        this(id, purpose, host, plan, viewVersion, createdAt, expiresAt, lifeCycle, hosts, Optional.empty());
    }

    /** The hosts that it empties or brings guests back to. Plans of old had one and no list. */
    public List<HostId> wholeHosts() {
        boolean ofHosts = purpose == Purpose.EVACUATE || purpose == Purpose.RESTORE;
        return hosts.isEmpty() && ofHosts ? host.stream().toList() : hosts;
    }

    /** Whether it was made as if disks that are not shared are copied along, also where none of its steps needs that. */
    public boolean copiesStorage() {
        return course.flatMap(MigrationCourse::copy).isPresent()
                || plan.steps().stream().anyMatch(step -> !step.copies().isEmpty());
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
        REDEFINE,
        RESTORE
    }
}
