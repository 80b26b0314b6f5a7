package io.kvmherd.controller.engine.operation;

import java.util.EnumMap;
import java.util.Map;

/** Builds one kind's part of the table; a cell that is filled twice is a programmer's error. */
final class Rows {
    private final Map<Phase, Map<OperationEvent, Transition>> cells = new EnumMap<>(Phase.class);

    Rows on(Phase phase, OperationEvent event, Transition transition) {
        Transition earlier = cells.computeIfAbsent(phase, key -> new EnumMap<>(OperationEvent.class))
                .put(event, transition);
        if (earlier != null) {
            throw new IllegalStateException(phase + " has two answers to " + event);
        }
        return this;
    }

    Rows failOn(Phase phase, OperationEvent... events) {
        for (OperationEvent event : events) {
            on(phase, event, Transition.end(OperationState.FAILED));
        }
        return this;
    }

    /** The step was meant for an earlier life of the host and was not begun: send it again as a new one. */
    Rows repeatInNewLife(Phase phase) {
        return on(phase, OperationEvent.LIFE_CHANGED, Transition.to(phase));
    }

    Map<Phase, Map<OperationEvent, Transition>> cells() {
        return cells;
    }
}
