package io.kvmherd.controller;

import io.kvmherd.controller.http.Health;
import io.kvmherd.controller.loop.LoopThreads;
import io.kvmherd.controller.loop.MomentSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Health from the loop's own turns: a controller that does not turn is not alive, whatever else answers. */
final class LoopHealth implements Health {
    private static final long TURN_AGE_MAX_MS = 10_000;

    private final MomentSource moments;
    private final AtomicReference<Optional<LoopThreads>> threads = new AtomicReference<>(Optional.empty());
    private volatile boolean serving;

    LoopHealth(MomentSource moments) {
        this.moments = moments;
    }

    void watch(LoopThreads started) {
        threads.set(Optional.of(started));
    }

    /** Everything listens. */
    void serve() {
        serving = true;
    }

    void stopServing() {
        serving = false;
    }

    @Override
    public Optional<String> whyNotAlive() {
        Optional<LoopThreads> started = threads.get();
        if (started.isEmpty()) {
            return Optional.empty();
        }
        if (!started.get().isRunning()) {
            return Optional.of("the control loop has ended");
        }
        long ageMs = moments.now().monotonicMs() - started.get().lastTurnMs();
        return ageMs > TURN_AGE_MAX_MS
                ? Optional.of("the last turn of the control loop was " + ageMs + " ms ago; " + TURN_AGE_MAX_MS
                        + " ms is the most that is normal")
                : Optional.empty();
    }

    @Override
    public Optional<String> whyNotReady() {
        return serving ? whyNotAlive() : Optional.of("the controller is starting or stopping");
    }
}
