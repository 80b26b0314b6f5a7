package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.ObstacleKind;
import java.util.List;

/**
 * How many hosts could take a guest live now, and what stops the others.
 *
 * @param possible hosts that said YES
 * @param obstacles most frequent first; a host that names several kinds counts in each of them, its own host in none
 */
public record Mobility(int possible, List<Obstacle> obstacles) {
    /** @param hosts that gave a reason of this kind */
    public record Obstacle(ObstacleKind kind, int hosts) {}

    public Mobility {
        obstacles = List.copyOf(obstacles);
    }
}
