package io.kvmherd.controller.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation can fail: each mistake is found within a few simulated hours. */
final class SeededBugTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long PAUSE_MS = 15_000;
    private static final int HOURS_MAX = 20;

    @ParameterizedTest
    @EnumSource
    void isFound(SeededBug bug) {
        long seed = 1;
        while (seed <= HOURS_MAX && !breaks(bug, seed)) {
            seed++;
        }

        assertThat(seed).as("cluster-hours until %s was found", bug).isLessThanOrEqualTo(HOURS_MAX);
        System.out.println(bug + " was found in cluster-hour " + seed);
    }

    private static boolean breaks(SeededBug bug, long seed) {
        SimulationPlan plan = new SimulationPlan(4, 12, HOUR_MS, seed);
        return new Simulation(plan, new ThreadedStrands(), bug.mistake())
                .run(Simulation.FAULTS, PAUSE_MS)
                .broken()
                .isPresent();
    }
}
