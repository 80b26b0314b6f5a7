package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.port.IdSource;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.step.StepResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The one thread on which the controller's state changes.
 *
 * <p>It computes on states that are not durable yet, so that it does not wait for the disk; the writer behind it holds
 * back everything that could be seen. It never waits for anything but its inbox and, when the disk is stuck, its writer.
 */
final class ControlLoop {
    /** Inputs of one turn, reports apart. */
    private static final int BATCH = 256;

    /** How often time passes, in ms. */
    private static final long TICK_MS = 1_000;

    /**
     * What the loop is given besides its inbox.
     *
     * @param behaviour the step function
     * @param moments the clocks
     * @param ids where ids come from
     */
    record Surroundings(Behaviour behaviour, MomentSource moments, IdSource ids) {}

    private final Surroundings surroundings;
    private final Inbox inbox;
    private final StoreWriter writer;
    private final Measurements measurements;
    private ControllerState state;
    private long nextTickMs;
    private volatile long lastTurnMs;

    ControlLoop(
            ControllerState first,
            Surroundings surroundings,
            Inbox inbox,
            StoreWriter writer,
            Measurements measurements) {
        this.state = first;
        this.surroundings = surroundings;
        this.inbox = inbox;
        this.writer = writer;
        this.measurements = measurements;
        lastTurnMs = surroundings.moments().now().monotonicMs();
        nextTickMs = lastTurnMs;
    }

    /** Turns until the inbox is closed; a mistake in the program goes to the caller. */
    void run() throws InterruptedException {
        while (!inbox.isClosed()) {
            long waitMs = Math.max(0, nextTickMs - surroundings.moments().now().monotonicMs());
            turn(inbox.take(BATCH, waitMs));
        }
    }

    /** When the last turn was completed, in ms of the monotonic clock. Safe from any thread. */
    long lastTurnMs() {
        return lastTurnMs;
    }

    private void turn(List<Input> taken) throws InterruptedException {
        Moment now = surroundings.moments().now();
        List<Input> inputs = new ArrayList<>(taken);
        if (now.monotonicMs() >= nextTickMs) {
            inputs.add(new Input.Tick());
            nextTickMs = now.monotonicMs() + TICK_MS;
        }
        if (!inputs.isEmpty()) {
            long began = System.nanoTime();
            StepResult result = surroundings.behaviour().step(state, inputs, now, surroundings.ids());
            measurements.turn(inputs.size(), System.nanoTime() - began);
            state = result.state();
            writer.submit(result);
        }
        lastTurnMs = now.monotonicMs();
    }
}
