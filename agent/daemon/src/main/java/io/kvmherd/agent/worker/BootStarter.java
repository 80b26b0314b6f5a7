package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.adoption.BootStarts;
import io.kvmherd.agent.core.adoption.OwnStarts;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.ObservedGuest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what starts with the host is started once after each boot, on a thread of its own: first who starts alone,
 * as soon as the hypervisor can be asked; then, if no controller was heard for a while, own guests. Then it ends.
 */
final class BootStarter {
    private static final Logger LOG = LoggerFactory.getLogger(BootStarter.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A controller that lives is dialled again after 15 s at the latest, twice in this time. */
    private static final Duration CONTROLLER_AWAITED = Duration.ofSeconds(40);

    /** Storage may need longer than its hosts after a power cut; later, a person looks anyway. */
    private static final int TRIES = 180;

    private final BootStarts starts;
    private final OwnStarts ownStarts;
    private final OwnStartNews news = new OwnStartNews();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private BootStarter(BootStarts starts, OwnStarts ownStarts) {
        this.starts = starts;
        this.ownStarts = ownStarts;
    }

    static BootStarter start(BootStarts starts, OwnStarts ownStarts, ThreadFactory threads) {
        BootStarter starter = new BootStarter(starts, ownStarts);
        threads.newThread(starter::run).start();
        return starter;
    }

    void stop() {
        stopping.countDown();
    }

    private void run() {
        try {
            while (!settled()) {
                if (isStoppedAfter(PAUSE)) {
                    return;
                }
            }
            awaitController();
            for (int tries = 0; ownStarts.isOpen() && tries < TRIES; tries++) {
                // Also before the first try: an agent that ends while it waits leaves the round to its successor.
                if (isStoppedAfter(tries == 0 ? Duration.ZERO : PAUSE)) {
                    return;
                }
                tryOwn();
            }
            if (ownStarts.isOpen()) {
                news.givenUp().forEach(LOG::warn);
            }
            ownStarts.leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStoppedAfter(Duration pause) throws InterruptedException {
        return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void awaitController() throws InterruptedException {
        long looks = CONTROLLER_AWAITED.dividedBy(LOOK);
        for (long look = 0; look < looks && ownStarts.isDue(); look++) {
            if (isStoppedAfter(LOOK)) {
                return;
            }
        }
    }

    private boolean settled() {
        try {
            for (BootStarts.Attempt attempt : starts.settle()) {
                tell(attempt.guest(), attempt.failure(), "starts with this host");
            }
            return true;
        } catch (KvmherdException e) {
            LOG.warn("what starts with this host cannot be started yet: {}", e.getMessage());
            return false;
        }
    }

    private void tryOwn() {
        try {
            for (OwnStarts.Attempt attempt : news.of(ownStarts.settle())) {
                tell(attempt.guest(), attempt.failure(), "carries a controller, none was heard,");
            }
        } catch (KvmherdException e) {
            LOG.warn("guests that carry a controller cannot be started yet: {}", e.getMessage());
        }
    }

    private static void tell(ObservedGuest guest, Optional<String> failure, String why) {
        if (failure.isPresent()) {
            LOG.warn("guest {} {} and could not be started: {}", guest.name(), why, failure.get());
        } else {
            LOG.info("guest {} {} and was started", guest.name(), why);
        }
    }
}
