package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.adoption.BootStarts;
import io.kvmherd.common.failure.KvmherdException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what starts with the host is started once after each boot: tries on a thread of its own until the
 * hypervisor can be asked, and then ends.
 */
final class BootStarter {
    private static final Logger LOG = LoggerFactory.getLogger(BootStarter.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final BootStarts starts;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private BootStarter(BootStarts starts) {
        this.starts = starts;
    }

    static BootStarter start(BootStarts starts, ThreadFactory threads) {
        BootStarter starter = new BootStarter(starts);
        threads.newThread(starter::run).start();
        return starter;
    }

    void stop() {
        stopping.countDown();
    }

    private void run() {
        try {
            while (!settled() && !stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("what starts with the host is looked for again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean settled() {
        try {
            for (BootStarts.Attempt attempt : starts.settle()) {
                if (attempt.failure().isPresent()) {
                    LOG.warn(
                            "guest {} starts with this host and could not be started: {}",
                            attempt.guest().name(),
                            attempt.failure().get());
                } else {
                    LOG.info(
                            "guest {} was started with this host",
                            attempt.guest().name());
                }
            }
            return true;
        } catch (KvmherdException e) {
            LOG.warn("what starts with this host cannot be started yet: {}", e.getMessage());
            return false;
        }
    }
}
