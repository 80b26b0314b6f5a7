package io.kvmherd.agent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepTableTest {

    @Test
    void saysThisOfEachStateAndEvent() {
        List<String> cells = new ArrayList<>();
        for (StepState state : StepState.values()) {
            for (StepEvent event : StepEvent.values()) {
                StepTable.Cell cell = StepTable.cell(state, event);
                cells.add(state + " " + event + " -> " + cell.next() + " " + cell.effect());
            }
        }

        assertThat(cells)
                .containsExactly(
                        "NEW ARRIVES -> RUNNING BEGIN",
                        "NEW ENDS -> NEW IMPOSSIBLE",
                        "NEW FORGOTTEN -> NEW NOTHING",
                        "NEW REOPENED -> NEW NOTHING",
                        "RUNNING ARRIVES -> RUNNING SAY_IN_PROGRESS",
                        "RUNNING ENDS -> ENDED WRITE_END",
                        "RUNNING FORGOTTEN -> DISCARDED NOTHING",
                        "RUNNING REOPENED -> INTERRUPTED NOTHING",
                        "DISCARDED ARRIVES -> DISCARDED SAY_IN_PROGRESS",
                        "DISCARDED ENDS -> NEW DROP",
                        "DISCARDED FORGOTTEN -> DISCARDED NOTHING",
                        "DISCARDED REOPENED -> NEW DROP",
                        "ENDED ARRIVES -> ENDED REPEAT",
                        "ENDED ENDS -> ENDED IMPOSSIBLE",
                        "ENDED FORGOTTEN -> NEW DROP",
                        "ENDED REOPENED -> ENDED NOTHING",
                        "INTERRUPTED ARRIVES -> INTERRUPTED SAY_INTERRUPTED",
                        "INTERRUPTED ENDS -> INTERRUPTED IMPOSSIBLE",
                        "INTERRUPTED FORGOTTEN -> NEW DROP",
                        "INTERRUPTED REOPENED -> INTERRUPTED NOTHING");
    }

    @Test
    void beginsAStepFromOneStateOnly() {
        List<StepState> begins = new ArrayList<>();
        for (StepState state : StepState.values()) {
            if (StepTable.cell(state, StepEvent.ARRIVES).effect() == StepTable.Effect.BEGIN) {
                begins.add(state);
            }
        }

        assertThat(begins).containsExactly(StepState.NEW);
    }
}
