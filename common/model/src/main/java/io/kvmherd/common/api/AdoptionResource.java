package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.StartsWithHost;
import java.util.List;
import java.util.Optional;

/**
 * One guest that was to be adopted.
 *
 * @param host where it is
 * @param managed whether it was managed before; it is looked at anew then
 * @param refusals why it is not adopted; empty where it is, or would be
 * @param hindrances what in its definition is in the way of its live migrations
 * @param canMoveTo hosts that could take it live, apart from room; 0 where a hindrance blocks
 * @param destinations what each other host says
 * @param startsWithHost what becomes of its autostart
 * @param operation that takes it over; left out for a dry run
 */
public record AdoptionResource(
        HostId host,
        GuestId guest,
        String name,
        GuestState state,
        boolean managed,
        List<ReasonResource> refusals,
        List<HindranceResource> hindrances,
        int canMoveTo,
        List<VerdictResource> destinations,
        StartsWithHost startsWithHost,
        Optional<OperationId> operation) {
    public AdoptionResource {
        refusals = List.copyOf(refusals);
        hindrances = List.copyOf(hindrances);
        destinations = List.copyOf(destinations);
    }
}
