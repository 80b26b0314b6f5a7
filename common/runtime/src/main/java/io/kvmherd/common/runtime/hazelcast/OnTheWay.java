package io.kvmherd.common.runtime.hazelcast;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one report of a host that may be on its way. Nothing that the network is asked for is sure to be answered, not even that it
 * failed: one that is out for longer than {@link #LOST_AFTER} no longer holds up the next, or the host would be silent for ever.
 */
final class OnTheWay {
    static final Duration LOST_AFTER = Duration.ofSeconds(20);

    private static final long NONE = 0;

    private final AtomicLong sinceNanos = new AtomicLong(NONE);

    /**
     * @param nowNanos of a clock that only goes forward
     * @return what {@link #arrives} is told when this one has arrived or failed; empty while another is on its way
     */
    OptionalLong leaves(long nowNanos) {
        long since = sinceNanos.get();
        boolean held = since != NONE && nowNanos - since < LOST_AFTER.toNanos();
        long mark = nowNanos == NONE ? 1 : nowNanos;
        return !held && sinceNanos.compareAndSet(since, mark) ? OptionalLong.of(mark) : OptionalLong.empty();
    }

    /** One that was taken for lost holds nothing up any more, and lets nothing go. */
    void arrives(long mark) {
        sinceNanos.compareAndSet(mark, NONE);
    }
}
