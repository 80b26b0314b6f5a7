package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened, as `event watch` shows it.
 *
 * @param sequence position in the stream; 0 for what is told once and not kept
 * @param what code of what happened
 * @param details names and values that belong to it
 */
public record EventRecord(
        long sequence,
        Instant at,
        What what,
        Optional<HostId> host,
        Optional<GuestId> guest,
        Optional<OperationId> operation,
        SortedMap<String, String> details) {
    /** Everything that is told. */
    public enum What {
        HOST_REGISTERED,
        /** A host told of a CPU that was not known of it: details are model, guests, fit, unfit, missing, ofOtherMakers. */
        HOST_CPU,
        HOST_REMOVED,
        /** A host that was removed may join again. */
        HOST_ADDED,
        HOST_REACHABILITY,
        HOST_DUTY,
        /** Who says that the host is only observed; nobody when it is managed. */
        HOST_MODE,
        CLUSTER_MODE,
        /** How far migrations may go from now on of guests that have no policy of their own: details are policy and from. */
        CLUSTER_MIGRATION,
        /** A host's own limits of live migrations: details are out and in, each a number or default. */
        HOST_MIGRATIONS,
        HOST_REFUSED_EPOCH,
        GUEST_CREATED,
        GUEST_STATE,
        GUEST_MOVED,
        GUEST_DELETED,
        /** Somebody else's guest is managed from now on. */
        GUEST_ADOPTED,
        /** A guest is managed no longer; it is as it was. */
        GUEST_RELEASED,
        GUEST_ABSENT,
        GUEST_UNKNOWN,
        GUEST_RUNS_TWICE,
        /** Something happened to a guest that no operation had asked for. */
        GUEST_CHANGED_OUTSIDE,
        /** The operator accepted a guest as it is. */
        GUEST_ACCEPTED,
        OPERATION_STARTED,
        OPERATION_PHASE,
        OPERATION_ENDED,
        /** How a migration goes on; told once and not kept. */
        MIGRATION_PROGRESS,
        POOL_PROVED_SHARED,
        /** The checker spoke against what the planner decided on the same picture; nothing was done. */
        PLAN_DISPUTED
    }

    public EventRecord {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /** At most so many of both, the oldest left out. */
    public static List<EventRecord> newest(int most, List<EventRecord> older, List<EventRecord> newer) {
        if (newer.isEmpty()) {
            return older;
        }
        List<EventRecord> all = new ArrayList<>(older);
        all.addAll(newer);
        return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }
}
