package io.kvmherd.common.api;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.ObstacleKind;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PolicySource;
import io.kvmherd.common.model.Wish;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One guest: what was asked for, and what is.
 *
 * @param name the specification's name
 * @param state as its owner last told; UNKNOWN while the owner cannot be asked
 * @param wish what the operator asked it to be
 * @param host its owner, the host that has the right to run it; left out before the first placement
 * @param placement generation of that right, 0 before the first
 * @param residentMib memory that the owner really holds for it, 0 while unknown
 * @param operation the operation that holds it
 * @param mobility how many hosts could take it live now; left out for a guest that does not run
 * @param obstacles what stops the others, most frequent first; a host that names several kinds counts in each
 * @param outside the newest changes that kvmherd had not asked for, oldest first
 * @param adopted of a guest that somebody else defined; left out for one that kvmherd defined
 * @param carriesController whether a controller of this cluster runs in it
 * @param ownStart how its host was told to start such a guest when no controller answers; left out while it was not told,
 *     and of all other guests
 * @param evacuation what evacuations of its host do with it, by its own word or the cluster's
 * @param migration how far its live migrations may go
 * @param migrationFrom whose word that is
 */
public record GuestResource(
        GuestId id,
        String name,
        GuestState state,
        Wish wish,
        Optional<HostId> host,
        long placement,
        GuestSpec spec,
        long residentMib,
        Optional<OperationId> operation,
        OptionalInt mobility,
        Instant createdAt,
        List<GuestObstacle> obstacles,
        List<OutsideChange> outside,
        Optional<AdoptedResource> adopted,
        boolean carriesController,
        Optional<OwnStart> ownStart,
        EvacuationPolicy evacuation,
        MigrationPolicy migration,
        PolicySource migrationFrom) {
    public GuestResource {
        obstacles = List.copyOf(obstacles);
        outside = List.copyOf(outside);
    }

    /**
     * One sort of thing that stops hosts from taking the guest.
     *
     * @param hosts that name it
     */
    public record GuestObstacle(ObstacleKind kind, int hosts) {}
}
