package io.kvmherd.controller.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.runtime.strand.PieceOfWork;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation can fail: each mistake is found within a few simulated hours, in which nothing breaks without it. */
final class SeededBugTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long PAUSE_MS = 15_000;
    private static final int HOURS_MAX = 10;

    @ParameterizedTest
    @EnumSource
    void isFound(SeededBug bug) {
        long seed = 1;
        Optional<Outcome.Broken> broken = Optional.empty();
        while (broken.isEmpty() && seed <= HOURS_MAX) {
            broken = brokenBy(bug, seed);
            seed++;
        }

        assertThat(broken.map(Outcome.Broken::invariant))
                .as("what %s breaks", bug)
                .isPresent();
        assertThat(bug.breaks()).contains(broken.orElseThrow().invariant());
        System.out.println(bug + " was found in cluster-hour " + (seed - 1) + ": "
                + broken.get().invariant());
    }

    private static Optional<Outcome.Broken> brokenBy(SeededBug bug, long seed) {
        SimulationPlan plan = new SimulationPlan(4, 12, HOUR_MS, seed);
        return new Simulation(plan, new Strands(work -> new PieceOfWork(work)::goOn, PieceOfWork::pause), bug.mistake())
                .run(Simulation.FAULTS, PAUSE_MS)
                .broken();
    }
}
