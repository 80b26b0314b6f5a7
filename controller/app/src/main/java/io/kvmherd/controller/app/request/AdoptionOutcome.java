package io.kvmherd.controller.app.request;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.controller.engine.decision.HostVerdict;
import java.util.List;
import java.util.Optional;

/**
 * One guest that was to be adopted.
 *
 * @param host where it is
 * @param spec what its definition says; empty where it cannot be adopted
 * @param refusals why it is not adopted; empty where it is or would be
 * @param hindrances what in its definition is in the way of its live migrations
 * @param startsWithHost what becomes of its autostart
 * @param destinations what every other host says, apart from room and from what {@code hindrances} say
 * @param already whether it was managed before
 * @param operation that takes it over; empty for a dry run, and where nothing is to be done
 */
public record AdoptionOutcome(
        HostId host,
        GuestId guest,
        String name,
        GuestState state,
        Optional<GuestSpec> spec,
        List<Reason> refusals,
        List<Hindrance> hindrances,
        StartsWithHost startsWithHost,
        List<HostVerdict> destinations,
        boolean already,
        Optional<OperationId> operation) {
    public AdoptionOutcome {
        refusals = List.copyOf(refusals);
        hindrances = List.copyOf(hindrances);
        destinations = List.copyOf(destinations);
    }
}
