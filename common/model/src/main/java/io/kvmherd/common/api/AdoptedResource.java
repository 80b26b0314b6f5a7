package io.kvmherd.common.api;

import io.kvmherd.common.model.StartsWithHost;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a guest that somebody else defined. Its definition in libvirt is the truth; the specification is its
 * summary.
 *
 * @param lookedAt when its definition was last read; adopting the guest again reads it anew
 * @param hindrances what was in the way of its live migrations then
 * @param startsWithHost what became of its autostart
 */
public record AdoptedResource(Instant lookedAt, List<HindranceResource> hindrances, StartsWithHost startsWithHost) {
    public AdoptedResource {
        hindrances = List.copyOf(hindrances);
    }
}
