package io.kvmherd.controller.engine.evacuation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.controller.engine.testing.RandomClusters;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvacuationOracleTest {
    private static final int CLUSTERS = 3_000;

    @Test
    void findsACompleteEvacuationOfATinyClusterWheneverThereIsOne() {
        List<String> missed = new ArrayList<>();
        int possible = 0;

        for (long seed = 1; seed <= CLUSTERS; seed++) {
            ClusterView view = RandomClusters.tiny(seed);
            for (HostView host : view.hosts().values()) {
                boolean complete = Evacuator.plan(view, host).blocked().isEmpty();
                boolean exists = ExhaustiveEvacuation.isPossible(view, host);
                assertThat(complete && !exists)
                        .as("seed %s: more than is possible", seed)
                        .isFalse();
                possible += exists ? 1 : 0;
                if (exists && !complete) {
                    missed.add("seed " + seed + " host " + host.id());
                }
            }
        }

        assertThat(possible).isGreaterThan(CLUSTERS);
        assertThat(missed).isEmpty();
    }
}
