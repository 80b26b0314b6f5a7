package io.kvmherd.controller.simulator;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.controller.app.memory.MemoryStore;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.port.IdSource;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.step.ControllerStep;
import io.kvmherd.controller.app.step.StepResult;
import io.kvmherd.controller.engine.view.ClusterSettings;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** One process of the controller: the real step function over a database. What it had in memory is gone with it. */
final class ControllerProcess {
    private static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");
    private static final int WAITING_MAX = 20_000;

    /** What a process is about to meet. */
    enum Fate {
        NONE,
        DIES_BEFORE_COMMIT,
        DIES_AFTER_COMMIT
    }

    private final Surroundings world;
    private final MemoryStore store;
    private final IdSource ids;
    private final BiConsumer<ControllerProcess, Effect> effects;
    private final Deque<Input> untilThawed = new ArrayDeque<>();
    private ControllerState state;
    private Fate fate = Fate.NONE;
    private boolean dead;
    private boolean frozen;

    ControllerProcess(
            Surroundings world, MemoryStore store, IdSource ids, BiConsumer<ControllerProcess, Effect> effects) {
        this.world = world;
        this.store = store;
        this.ids = ids;
        this.effects = effects;
        this.state = ControllerStep.start(
                store.takeEpoch(ids.next()),
                store.load(),
                ClusterSettings.DEFAULT,
                new TreeSet<>(List.of("shared")),
                moment());
        world.trace().tell("controller starts, epoch " + epoch());
    }

    ControllerState state() {
        return state;
    }

    MemoryStore store() {
        return store;
    }

    long epoch() {
        return state.identity().epoch().number();
    }

    boolean runs() {
        return !dead && !frozen;
    }

    boolean isDead() {
        return dead;
    }

    void meets(Fate coming) {
        fate = coming;
    }

    void kill() {
        if (!dead) {
            dead = true;
            untilThawed.clear();
            world.trace().tell("controller of epoch " + epoch() + " is gone");
        }
    }

    void freeze() {
        frozen = true;
        world.trace().tell("controller of epoch " + epoch() + " stands still");
    }

    void thaw() {
        if (dead) {
            return;
        }
        frozen = false;
        world.trace().tell("controller of epoch " + epoch() + " goes on");
        while (!untilThawed.isEmpty() && !dead) {
            turn(untilThawed.removeFirst());
        }
    }

    void feed(Input input) {
        if (dead) {
            return;
        }
        if (!frozen) {
            turn(input);
        } else if (untilThawed.size() < WAITING_MAX && !(input instanceof Input.Tick)) {
            untilThawed.add(input);
        }
    }

    private void turn(Input input) {
        ControllerState before = state;
        StepResult result = ControllerStep.step(before, List.of(input), moment(), ids);
        if (!result.writes().isEmpty() && !committed(before, result)) {
            return;
        }
        state = result.state();
        for (Effect effect : result.effects()) {
            effects.accept(this, effect);
        }
    }

    /** Whether it lives on after that. */
    private boolean committed(ControllerState before, StepResult result) {
        if (fate == Fate.DIES_BEFORE_COMMIT) {
            kill();
            return false;
        }
        try {
            store.commit(
                    before.identity().epoch(),
                    result.state().journalSequence(),
                    world.tampering().written(result.writes()));
        } catch (KvmherdException refused) {
            world.trace().tell("commit refused: " + refused.code());
            kill();
            return false;
        }
        world.oracle().committed(result.state());
        if (fate == Fate.DIES_AFTER_COMMIT) {
            kill();
            return false;
        }
        return true;
    }

    private Moment moment() {
        return new Moment(
                world.time().nowMs(), BEGINNING.plusMillis(world.time().nowMs()));
    }
}
