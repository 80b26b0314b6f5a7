package io.kvmherd.agent.core.guard;

import java.util.EnumMap;
import java.util.Map;

/** The life of a step: for each state and event the next state and what is to be done. Total; impossible cells say so. */
final class StepTable {

    /** What a cell asks for. */
    enum Effect {
        /** Write the begin, then carry the command out. */
        BEGIN,
        /** Answer that it is being done. */
        SAY_IN_PROGRESS,
        /** Answer the stored result. */
        REPEAT,
        /** Answer that it was interrupted; never do it again. */
        SAY_INTERRUPTED,
        /** Write the end. */
        WRITE_END,
        /** Remove it from memory. */
        DROP,
        NOTHING,
        /** Cannot happen unless the program is wrong. */
        IMPOSSIBLE
    }

    /** @param next state afterwards */
    record Cell(StepState next, Effect effect) {}

    private static final Map<StepState, Map<StepEvent, Cell>> CELLS = new EnumMap<>(StepState.class);

    static {
        in(StepState.NEW)
                .on(StepEvent.ARRIVES, StepState.RUNNING, Effect.BEGIN)
                .on(StepEvent.ENDS, StepState.NEW, Effect.IMPOSSIBLE)
                .on(StepEvent.FORGOTTEN, StepState.NEW, Effect.NOTHING)
                .on(StepEvent.REOPENED, StepState.NEW, Effect.NOTHING);
        in(StepState.RUNNING)
                .on(StepEvent.ARRIVES, StepState.RUNNING, Effect.SAY_IN_PROGRESS)
                .on(StepEvent.ENDS, StepState.ENDED, Effect.WRITE_END)
                .on(StepEvent.FORGOTTEN, StepState.DISCARDED, Effect.NOTHING)
                .on(StepEvent.REOPENED, StepState.INTERRUPTED, Effect.NOTHING);
        in(StepState.DISCARDED)
                .on(StepEvent.ARRIVES, StepState.DISCARDED, Effect.SAY_IN_PROGRESS)
                .on(StepEvent.ENDS, StepState.NEW, Effect.DROP)
                .on(StepEvent.FORGOTTEN, StepState.DISCARDED, Effect.NOTHING)
                .on(StepEvent.REOPENED, StepState.NEW, Effect.DROP);
        in(StepState.ENDED)
                .on(StepEvent.ARRIVES, StepState.ENDED, Effect.REPEAT)
                .on(StepEvent.ENDS, StepState.ENDED, Effect.IMPOSSIBLE)
                .on(StepEvent.FORGOTTEN, StepState.NEW, Effect.DROP)
                .on(StepEvent.REOPENED, StepState.ENDED, Effect.NOTHING);
        in(StepState.INTERRUPTED)
                .on(StepEvent.ARRIVES, StepState.INTERRUPTED, Effect.SAY_INTERRUPTED)
                .on(StepEvent.ENDS, StepState.INTERRUPTED, Effect.IMPOSSIBLE)
                .on(StepEvent.FORGOTTEN, StepState.NEW, Effect.DROP)
                .on(StepEvent.REOPENED, StepState.INTERRUPTED, Effect.NOTHING);
    }

    private StepTable() {}

    static Cell cell(StepState state, StepEvent event) {
        Map<StepEvent, Cell> row = CELLS.get(state);
        Cell cell = row == null ? null : row.get(event);
        if (cell == null) {
            throw new IllegalStateException("the step table has no cell for " + state + " and " + event);
        }
        return cell;
    }

    private static Row in(StepState state) {
        Map<StepEvent, Cell> cells = new EnumMap<>(StepEvent.class);
        CELLS.put(state, cells);
        return new Row(cells);
    }

    private record Row(Map<StepEvent, Cell> cells) {

        Row on(StepEvent event, StepState next, Effect effect) {
            cells.put(event, new Cell(next, effect));
            return this;
        }
    }
}
