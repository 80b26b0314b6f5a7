package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.port.Store;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.step.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Makes turns durable and then lets their effects out.
 *
 * <p>A disk syncs perhaps a few hundred times a second, however little is written. So the turns that came while one commit
 * was under way go together into the next: the busier the cluster, the more turns share a sync. A failure ends it; the
 * turns that were not committed vanish with the process, and nothing of them was ever seen outside.
 */
final class StoreWriter {
    /** Turns that may wait; then the loop waits as well, and requests are refused at the inbox. */
    private static final int TURNS = 64;

    private static final long IDLE_MS = 100;

    private final Store store;
    private final PublishedState published;
    private final EffectRunner effects;
    private final Measurements measurements;
    private final BlockingQueue<StepResult> turns = new ArrayBlockingQueue<>(TURNS);
    private volatile boolean finishing;

    StoreWriter(Store store, PublishedState published, EffectRunner effects, Measurements measurements) {
        this.store = store;
        this.published = published;
        this.effects = effects;
        this.measurements = measurements;
    }

    /** Waits while too many turns wait: a loop that computes ahead of a stuck disk would only waste what it computes. */
    void submit(StepResult turn) throws InterruptedException {
        turns.put(turn);
    }

    /** Ends {@link #run} when all that waits is done. */
    void finish() {
        finishing = true;
    }

    /** Writes until it is told to finish; a failure of the store goes to the caller. */
    void run() throws InterruptedException {
        while (true) {
            boolean last = finishing;
            StepResult first = turns.poll(IDLE_MS, TimeUnit.MILLISECONDS);
            if (first != null) {
                List<StepResult> batch = new ArrayList<>();
                batch.add(first);
                turns.drainTo(batch);
                write(batch);
            } else if (last) {
                return;
            }
        }
    }

    private void write(List<StepResult> batch) {
        List<StoreWrite> writes =
                batch.stream().flatMap(turn -> turn.writes().stream()).toList();
        ControllerState newest = batch.getLast().state();
        if (!writes.isEmpty()) {
            long began = System.nanoTime();
            store.commit(newest.identity().epoch(), newest.journalSequence(), writes);
            measurements.committed(batch.size(), System.nanoTime() - began);
            writes.forEach(measurements::stored);
        }
        published.publish(newest);
        batch.forEach(turn -> turn.effects().forEach(effects::perform));
    }
}
