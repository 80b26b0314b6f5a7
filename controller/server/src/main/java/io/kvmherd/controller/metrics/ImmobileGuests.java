package io.kvmherd.controller.metrics;

import io.kvmherd.common.model.ObstacleKind;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.step.Views;
import io.kvmherd.controller.engine.placement.Mobilities;
import io.kvmherd.controller.loop.MomentSource;
import io.kvmherd.controller.loop.PublishedState;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Guests that run and could go nowhere. To count them is to ask where every guest could go, so it is done when somebody
 * reads the meters and then not again for a while; it blocks who reads them. Safe from any thread.
 */
final class ImmobileGuests {
    private static final long VALID_MS = 15_000;

    private final PublishedState published;
    private final MomentSource moments;
    private Optional<Counted> counted = Optional.empty();

    ImmobileGuests(PublishedState published, MomentSource moments) {
        this.published = published;
        this.moments = moments;
    }

    /** Those for whom this is what stops most of the other hosts. */
    int stoppedBy(ObstacleKind kind) {
        return counts().getOrDefault(kind, 0);
    }

    private synchronized SortedMap<ObstacleKind, Integer> counts() {
        Moment now = moments.now();
        Optional<Counted> before = counted.filter(known -> now.monotonicMs() - known.atMs() < VALID_MS);
        if (before.isPresent()) {
            return before.get().counts();
        }
        Counted fresh = new Counted(Mobilities.immobile(Views.of(published.latest(), now)), now.monotonicMs());
        counted = Optional.of(fresh);
        return fresh.counts();
    }

    private record Counted(SortedMap<ObstacleKind, Integer> counts, long atMs) {}
}
