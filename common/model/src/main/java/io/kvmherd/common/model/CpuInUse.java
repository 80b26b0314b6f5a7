package io.kvmherd.common.model;

import java.util.List;

/**
 * A CPU that running guests were given, and who they are. Most guests of a host share one or two, so it is told once.
 *
 * @param guests those that run with it, at most {@code Limits.GUESTS_PER_HOST}
 */
public record CpuInUse(GuestCpu cpu, List<GuestId> guests) {
    public CpuInUse {
        guests = List.copyOf(guests);
    }
}
