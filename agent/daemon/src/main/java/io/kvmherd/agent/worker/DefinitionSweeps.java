package io.kvmherd.agent.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Has every definition read again and again: libvirt tells of no snapshot and of no autostart, and of an edit only when the
 * whole definition was replaced. A guest that nobody has touched costs some questions of libvirt's, and no XML is taken
 * apart.
 */
final class DefinitionSweeps {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Duration period;

    private DefinitionSweeps(Duration period) {
        this.period = period;
    }

    /** @param readAll returns at once */
    static DefinitionSweeps start(Duration period, Runnable readAll, ThreadFactory threads) {
        DefinitionSweeps sweeps = new DefinitionSweeps(period);
        threads.newThread(() -> sweeps.loop(readAll)).start();
        return sweeps;
    }

    void stop() {
        stopped.countDown();
    }

    private void loop(Runnable readAll) {
        try {
            while (!stopped.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                readAll.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
