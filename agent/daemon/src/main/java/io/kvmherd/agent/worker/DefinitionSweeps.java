package io.kvmherd.agent.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Has every definition read twice a minute: libvirt tells of no snapshot and of no autostart, and of an edit only when the
 * whole definition was replaced. A guest that nobody has touched costs some questions of libvirt's, and no XML is taken
 * apart.
 */
final class DefinitionSweeps {
    static final Duration PERIOD = Duration.ofSeconds(30);

    private final CountDownLatch stopped = new CountDownLatch(1);

    private DefinitionSweeps() {}

    /** @param readAll returns at once */
    static DefinitionSweeps start(Runnable readAll, ThreadFactory threads) {
        DefinitionSweeps sweeps = new DefinitionSweeps();
        threads.newThread(() -> sweeps.loop(readAll)).start();
        return sweeps;
    }

    void stop() {
        stopped.countDown();
    }

    private void loop(Runnable readAll) {
        try {
            while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                readAll.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
