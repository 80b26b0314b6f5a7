package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.simulated.ManualTime;
import io.kvmherd.agent.core.simulated.SimulatedTime;
import java.util.concurrent.CountDownLatch;

/** Time that passes at once, until a test stops it; then whoever sleeps waits until it goes on. */
final class StoppableTime implements SimulatedTime {
    private final ManualTime time = new ManualTime();
    private final CountDownLatch somebodySleeps = new CountDownLatch(1);
    private volatile CountDownLatch runs = new CountDownLatch(0);

    @Override
    public long nowMs() {
        return time.nowMs();
    }

    @Override
    public void sleepMs(long ms) {
        try {
            if (runs.getCount() > 0) {
                somebodySleeps.countDown();
            }
            runs.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        time.sleepMs(ms);
    }

    void stop() {
        runs = new CountDownLatch(1);
    }

    void goOn() {
        runs.countDown();
    }

    void awaitSleeper() {
        try {
            somebodySleeps.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
