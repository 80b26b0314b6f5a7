package io.kvmherd.controller.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulationTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;

    private final Strands strands = new ThreadedStrands();

    @Test
    void nothingIsBrokenWhereNothingGoesWrong() {
        Outcome outcome = new Simulation(new SimulationPlan(4, 12, HOUR_MS, 1), strands).run(List.of());

        assertThat(outcome.broken())
                .as(() -> String.join("\n", outcome.newest()))
                .isEmpty();
        assertThat(outcome.migrations()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsBrokenByFaults(long seed) {
        Outcome outcome =
                new Simulation(new SimulationPlan(4, 12, HOUR_MS, seed), strands).run(Simulation.FAULTS, MINUTE_MS);

        assertThat(outcome.broken())
                .as(() -> String.join("\n", outcome.newest()))
                .isEmpty();
    }

    @Test
    void theSameSeedIsTheSameStory() {
        Simulation simulation = new Simulation(new SimulationPlan(3, 8, HOUR_MS, 7), strands);

        assertThat(simulation.run(Simulation.FAULTS, MINUTE_MS).hash())
                .isEqualTo(simulation.run(Simulation.FAULTS, MINUTE_MS).hash());
    }
}
