package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorWatcher;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.protocol.LinkMessage.FromAgent;
import io.kvmherd.common.protocol.LinkMessage.GuestChanged;
import io.kvmherd.common.protocol.LinkMessage.GuestVanished;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the hypervisor's events into messages. An event only says that something happened: the guest is looked at on a
 * thread of this class, and many events of one guest become one look. After a connection was made everything is looked at,
 * because events were missed. After a look that failed everything is looked at too, a second later, because what it would
 * have seen is told to nobody otherwise; that ends after a few failures, until the next event or connection.
 */
final class GuestWatcher implements HypervisorWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(GuestWatcher.class);

    /** How often a look is repeated for each event or connection, at most. */
    static final int RETRIES = 5;

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final Hypervisor hypervisor;
    private final StepsUnderway steps;
    private final Consumer<FromAgent> sink;
    private final Duration retryPause;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<GuestId> toLookAt = new LinkedHashSet<>();
    private final Set<GuestId> known = new TreeSet<>();
    private boolean lookAtAll;
    private int retriesLeft;

    private GuestWatcher(Hypervisor hypervisor, StepsUnderway steps, Consumer<FromAgent> sink, Duration retryPause) {
        this.hypervisor = hypervisor;
        this.steps = steps;
        this.sink = sink;
        this.retryPause = retryPause;
    }

    /**
     * @param steps the commands that are being carried out here
     * @param sink told about each change, on the watcher's own thread
     */
    static GuestWatcher start(
            Hypervisor hypervisor, StepsUnderway steps, Consumer<FromAgent> sink, ThreadFactory threads) {
        return start(hypervisor, steps, sink, threads, RETRY_PAUSE);
    }

    /** @param retryPause between a look that failed and the next */
    static GuestWatcher start(
            Hypervisor hypervisor,
            StepsUnderway steps,
            Consumer<FromAgent> sink,
            ThreadFactory threads,
            Duration retryPause) {
        GuestWatcher watcher = new GuestWatcher(hypervisor, steps, sink, retryPause);
        threads.newThread(watcher::loop).start();
        hypervisor.watchGuests(watcher);
        return watcher;
    }

    @Override
    public synchronized void guestChanged(GuestId guest) {
        if (toLookAt.size() >= Limits.GUESTS_PER_HOST) {
            toLookAt.clear();
            lookAtAll = true;
        }
        toLookAt.add(guest);
        retriesLeft = RETRIES;
        notifyAll();
    }

    @Override
    public void connected() {
        lookAgain();
    }

    /** Looks at every guest anew and tells about each. */
    synchronized void lookAgain() {
        lookAtAll = true;
        retriesLeft = RETRIES;
        notifyAll();
    }

    @Override
    public void disconnected(String why) {
        LOG.debug("no events of guests: {}", why);
    }

    synchronized void stop() {
        stopping.countDown();
        notifyAll();
    }

    private void loop() {
        try {
            while (true) {
                Optional<Look> next = nextLook();
                if (next.isEmpty()) {
                    return;
                }
                if (!look(next.get()) && mayRetry()) {
                    stopping.await(retryPause.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to look at; empty when stopped. */
    private synchronized Optional<Look> nextLook() throws InterruptedException {
        while (!isStopping() && !lookAtAll && toLookAt.isEmpty()) {
            wait();
        }
        if (isStopping()) {
            return Optional.empty();
        }
        if (lookAtAll) {
            lookAtAll = false;
            toLookAt.clear();
            return Optional.of(new Look(Optional.empty()));
        }
        Iterator<GuestId> first = toLookAt.iterator();
        GuestId guest = first.next();
        first.remove();
        return Optional.of(new Look(Optional.of(guest)));
    }

    /** After a look that failed: whether everything will be looked at again. */
    private synchronized boolean mayRetry() {
        if (retriesLeft == 0) {
            return false;
        }
        retriesLeft--;
        lookAtAll = true;
        return true;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** @return whether it could be looked; if not, a part may have been told */
    private boolean look(Look look) {
        steps.lookBegins();
        try {
            if (look.guest().isPresent()) {
                lookAt(look.guest().get());
            } else {
                lookAtAll();
            }
            return true;
        } catch (KvmherdException e) {
            LOG.warn("a change of guests could not be looked at: {}", e.getMessage());
            return false;
        }
    }

    private void lookAt(GuestId guest) {
        Optional<ObservedGuest> seen = hypervisor.inspect(guest);
        if (seen.isPresent()) {
            known.add(guest);
            sink.accept(new GuestChanged(seen.get(), steps.disturbs(guest)));
        } else if (known.remove(guest)) {
            sink.accept(new GuestVanished(guest));
        }
    }

    private void lookAtAll() {
        Set<GuestId> gone = new TreeSet<>(known);
        for (ObservedGuest guest : hypervisor.guests()) {
            gone.remove(guest.id());
            known.add(guest.id());
            sink.accept(new GuestChanged(guest, steps.disturbs(guest.id())));
        }
        known.removeAll(gone);
        gone.forEach(guest -> sink.accept(new GuestVanished(guest)));
    }

    /** @param guest empty for all of them */
    private record Look(Optional<GuestId> guest) {}
}
