package io.kvmherd.common.model;

import java.util.List;
import java.util.Optional;

/**
 * A guest that kvmherd did not define, as an agent read its definition: what can be said of it in a specification, and
 * what is in the way. The definition itself stays the truth; the specification is only its summary.
 *
 * @param id the domain's UUID
 * @param name the domain's name, whatever libvirt allows
 * @param spec empty where the guest cannot be adopted, for {@code refusals}
 * @param refusals why it cannot be adopted
 * @param hindrances what is in the way of its live migrations
 * @param startsWithHost what becomes of its autostart when it is adopted
 * @param highestPlacement highest generation that this host knows of the guest, 0 for none
 */
public record GuestSurvey(
        GuestId id,
        String name,
        Optional<GuestSpec> spec,
        List<Reason> refusals,
        List<Hindrance> hindrances,
        StartsWithHost startsWithHost,
        long highestPlacement) {
    public GuestSurvey {
        refusals = List.copyOf(refusals);
        hindrances = List.copyOf(hindrances);
    }
}
