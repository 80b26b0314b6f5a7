package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.state.Moment;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Tells the time. Safe from any thread. */
@FunctionalInterface
public interface MomentSource {
    Moment now();

    /** This machine's clocks. */
    static MomentSource system() {
        return () -> new Moment(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), Instant.now());
    }
}
