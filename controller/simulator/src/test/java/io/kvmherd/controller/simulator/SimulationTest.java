package io.kvmherd.controller.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.runtime.strand.PieceOfWork;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulationTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;

    private final Strands strands = new Strands(work -> new PieceOfWork(work)::goOn, PieceOfWork::pause);

    @Test
    void nothingIsBrokenWhereNothingGoesWrong() {
        Outcome outcome = new Simulation(new SimulationPlan(4, 12, HOUR_MS, 1), strands).run(List.of());

        assertThat(outcome.broken())
                .as(() -> String.join("\n", outcome.newest()))
                .isEmpty();
        assertThat(outcome.migrations()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void nothingIsBrokenByFaults(long seed) {
        Outcome outcome =
                new Simulation(new SimulationPlan(4, 12, HOUR_MS, seed), strands).run(Simulation.FAULTS, MINUTE_MS / 4);

        assertThat(outcome.broken())
                .as(() -> String.join("\n", outcome.newest()))
                .isEmpty();
    }

    /** What is not at rest in the end waits for a person. The first two seeds are those of mistakes that were mended. */
    @ParameterizedTest
    @ValueSource(longs = {1_001, 1_042, 1, 2, 3})
    void nothingIsDoneTwiceByACopyOfTheDatabaseThatIsPutToUse(long seed) {
        SimulationPlan plan = new SimulationPlan(4, 12, HOUR_MS, seed);

        Outcome outcome = new Simulation(plan, strands).run(List.of(FaultKind.values()), MINUTE_MS / 4);

        assertThat(outcome.coverage().hits()).containsKey(FaultKind.DATABASE_OLD);
        assertThat(outcome.broken().filter(broken -> broken.atMs() <= plan.durationMs()))
                .as(() -> String.join("\n", outcome.newest()))
                .isEmpty();
    }

    @Test
    void theSameSeedIsTheSameStory() {
        Simulation simulation = new Simulation(new SimulationPlan(3, 8, HOUR_MS, 7), strands);

        assertThat(simulation.run(Simulation.FAULTS, MINUTE_MS).hash())
                .isEqualTo(simulation.run(Simulation.FAULTS, MINUTE_MS).hash());
    }

    @Test
    void onlyTheFaultsThatItTakesAreLeft() {
        Simulation simulation =
                new Simulation(new SimulationPlan(4, 12, HOUR_MS, 1), strands, SeededBug.LOCKS_NO_DISKS.mistake());
        Outcome outcome = simulation.run(Simulation.FAULTS, MINUTE_MS / 4);

        List<Fault> needed = simulation.shrunk(outcome.faults(), 40);

        assertThat(outcome.broken()).isPresent();
        assertThat(needed).hasSizeLessThanOrEqualTo(3).isSubsetOf(outcome.faults());
        assertThat(simulation.run(needed).broken())
                .map(Outcome.Broken::invariant)
                .isEqualTo(outcome.broken().map(Outcome.Broken::invariant));
    }

    @Test
    void everyFaultMeetsOperations() {
        Outcome outcome = new Simulation(new SimulationPlan(4, 12, 2 * HOUR_MS, 5), strands)
                .run(Simulation.FAULTS, MINUTE_MS / 6);

        assertThat(outcome.coverage().hits().keySet()).containsExactlyInAnyOrderElementsOf(Simulation.FAULTS);
        assertThat(outcome.coverage().lines()).first().asString().startsWith("PHASE");
    }
}
