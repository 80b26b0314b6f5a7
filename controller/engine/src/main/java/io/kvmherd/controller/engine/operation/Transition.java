package io.kvmherd.controller.engine.operation;

import java.util.Optional;

/**
 * What an event leads to.
 *
 * @param next phase to enter; the same phase again means to repeat it with a new step
 * @param pauseMs how long to wait before its command is sent
 * @param ending how the operation ends, present exactly when {@code next} is ENDED
 * @param action what to do besides
 */
public record Transition(Phase next, long pauseMs, Optional<OperationState> ending, Action action) {
    /** Something besides entering the next phase. */
    public enum Action {
        NONE,
        /** Stay in the phase, keep waiting for its answer, and ask the source to abort the migration. */
        ABORT_AND_STAY,
        /** Stay in the phase and keep waiting. */
        STAY,
        /** Raise an alarm: the guest runs on two hosts. */
        ALARM
    }

    public Transition {
        if ((next == Phase.ENDED) != ending.isPresent()) {
            throw new IllegalArgumentException("phase " + next + " with ending " + ending);
        }
    }

    static Transition to(Phase next) {
        return new Transition(next, 0, Optional.empty(), Action.NONE);
    }

    static Transition after(long pauseMs, Phase next) {
        return new Transition(next, pauseMs, Optional.empty(), Action.NONE);
    }

    static Transition end(OperationState ending) {
        return new Transition(Phase.ENDED, 0, Optional.of(ending), Action.NONE);
    }

    static Transition stay(Phase phase, Action action) {
        return new Transition(phase, 0, Optional.empty(), action);
    }

    public boolean stays() {
        return action == Action.STAY || action == Action.ABORT_AND_STAY;
    }
}
