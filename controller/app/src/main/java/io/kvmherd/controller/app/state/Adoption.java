package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.StartsWithHost;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a guest that somebody else defined.
 *
 * @param at when its definition was last looked at
 * @param taken whether its host has carried our mark through; until then it is adopted on paper only
 * @param hindrances what in its definition is in the way of its live migrations, as of then or of the last accepted edit
 * @param startsWithHost what became of its autostart
 */
public record Adoption(Instant at, boolean taken, List<Hindrance> hindrances, StartsWithHost startsWithHost) {
    public Adoption {
        hindrances = List.copyOf(hindrances);
    }

    /** It has been on another host: from now on nobody starts it alone. */
    public Adoption moved() {
        return startsWithHost == StartsWithHost.ALONE
                ? new Adoption(at, taken, hindrances, StartsWithHost.ASKED)
                : this;
    }

    /** It starts with its host from now on, when the controller says so. */
    public Adoption startingWithHost() {
        return startsWithHost == StartsWithHost.NO ? new Adoption(at, taken, hindrances, StartsWithHost.ASKED) : this;
    }

    /** An edit of its definition was accepted. */
    public Adoption withHindrances(List<Hindrance> newHindrances) {
        return new Adoption(at, taken, newHindrances, startsWithHost);
    }

    public Adoption carriedThrough() {
        return new Adoption(at, true, hindrances, startsWithHost);
    }
}
