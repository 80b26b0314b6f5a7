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
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the hypervisor's events into messages. An event only says that something happened: the guest is looked at on a
 * thread of this class, and many events of one guest become one look. After a connection was made everything is looked at,
 * because events were missed. After a look that failed everything is looked at too, a second later, because what it would
 * have seen is told to nobody otherwise; that ends after a few failures, until the next event or connection.
 *
 * <p>Definitions of guests that are ours are read when a guest was looked at and nothing else is to be done, and all of them
 * when that is asked for.
 */
final class GuestWatcher implements HypervisorWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(GuestWatcher.class);

    /** How often a look is repeated for each event or connection, at most. */
    static final int RETRIES = 5;

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final Hypervisor hypervisor;
    private final DefinitionLooks definitions;
    private final Reverts reverts;
    private final StepsUnderway steps;
    private final Consumer<FromAgent> sink;
    private final Duration retryPause;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<GuestId> toLookAt = new LinkedHashSet<>();
    private final Set<GuestId> toRead = new LinkedHashSet<>();
    private final Set<GuestId> known = new TreeSet<>();
    private final Set<GuestId> ours = new TreeSet<>();
    private boolean lookAtAll;
    private boolean listenerIsNew;
    private int retriesLeft;

    private GuestWatcher(Hypervisor hypervisor, StepsUnderway steps, Consumer<FromAgent> sink, Times times) {
        this.hypervisor = hypervisor;
        this.definitions = new DefinitionLooks(hypervisor);
        this.reverts = new Reverts(times.nowMs());
        this.steps = steps;
        this.sink = sink;
        this.retryPause = times.retryPause();
    }

    /**
     * @param steps the commands that are being carried out here
     * @param sink told about each change, on the watcher's own thread
     */
    static GuestWatcher start(
            Hypervisor hypervisor, StepsUnderway steps, Consumer<FromAgent> sink, ThreadFactory threads) {
        return start(hypervisor, steps, sink, threads, new Times(RETRY_PAUSE, System::currentTimeMillis));
    }

    static GuestWatcher start(
            Hypervisor hypervisor, StepsUnderway steps, Consumer<FromAgent> sink, ThreadFactory threads, Times times) {
        GuestWatcher watcher = new GuestWatcher(hypervisor, steps, sink, times);
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
    public void guestReverts(GuestId guest) {
        reverts.told(guest);
    }

    @Override
    public synchronized void connected() {
        lookAtAll = true;
        retriesLeft = RETRIES;
        notifyAll();
    }

    /** Somebody listens anew: looks at every guest and every definition and tells about each. */
    synchronized void lookAgain() {
        listenerIsNew = true;
        connected();
    }

    /** Reads every definition of guests that are ours, for what the hypervisor tells nobody. */
    synchronized void readAll() {
        toRead.addAll(ours);
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

    /** Waits for something to look at; empty when stopped. Definitions come last: no state waits for them. */
    private synchronized Optional<Look> nextLook() throws InterruptedException {
        while (!isStopping() && !lookAtAll && toLookAt.isEmpty() && toRead.isEmpty()) {
            definitions.rest();
            wait();
        }
        if (isStopping()) {
            return Optional.empty();
        }
        if (lookAtAll) {
            lookAtAll = false;
            toLookAt.clear();
            if (listenerIsNew) {
                listenerIsNew = false;
                definitions.forgetAll();
            }
            return Optional.of(new Look.AtAll());
        }
        return Optional.of(toLookAt.isEmpty() ? new Look.AtDefinition(next(toRead)) : new Look.AtGuest(next(toLookAt)));
    }

    private static GuestId next(Set<GuestId> waiting) {
        Iterator<GuestId> first = waiting.iterator();
        GuestId guest = first.next();
        first.remove();
        return guest;
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
            switch (look) {
                case Look.AtAll all -> lookAtAll();
                case Look.AtGuest one -> lookAt(one.guest());
                case Look.AtDefinition one -> read(one.guest());
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
            found(seen.get());
        } else if (lose(guest)) {
            vanished(guest);
        }
    }

    private void lookAtAll() {
        Set<GuestId> gone;
        synchronized (this) {
            gone = new TreeSet<>(known);
        }
        for (ObservedGuest guest : hypervisor.guests()) {
            gone.remove(guest.id());
            found(guest);
        }
        for (GuestId guest : gone) {
            lose(guest);
            vanished(guest);
        }
    }

    private void found(ObservedGuest guest) {
        sink.accept(new GuestChanged(guest, steps.disturbs(guest.id())));
        synchronized (this) {
            known.add(guest.id());
            if (guest.isManaged()) {
                ours.add(guest.id());
                toRead.add(guest.id());
            } else {
                ours.remove(guest.id());
            }
        }
    }

    private synchronized boolean lose(GuestId guest) {
        ours.remove(guest);
        return known.remove(guest);
    }

    private void vanished(GuestId guest) {
        definitions.forget(guest);
        reverts.forget(guest);
        sink.accept(new GuestVanished(guest));
    }

    /**
     * While a command is carried out on the guest its definition is not read; the guest is looked at when that has ended. What
     * cannot be read now, or goes back to a snapshot, is read at the next sweep.
     */
    private void read(GuestId guest) {
        if (reverts.mayGoOn(guest)) {
            return;
        }
        try {
            hypervisor
                    .inspect(guest)
                    .filter(seen -> !steps.disturbs(guest))
                    .flatMap(seen -> definitions.look(seen, reverts.lastOf(guest)))
                    .filter(defined -> isUndisturbed(guest))
                    .ifPresent(sink);
        } catch (KvmherdException e) {
            LOG.debug("the definition of guest {} could not be read: {}", guest, e.getMessage());
        }
    }

    /** A command that began meanwhile is what was read, perhaps by half. */
    private boolean isUndisturbed(GuestId guest) {
        if (steps.disturbs(guest)) {
            definitions.forget(guest);
            return false;
        }
        return true;
    }

    /**
     * What a watcher has of time.
     *
     * @param retryPause between a look that failed and the next
     * @param nowMs the host's clock, in ms since 1970
     */
    record Times(Duration retryPause, LongSupplier nowMs) {}

    /** What is looked at. */
    private sealed interface Look {
        record AtAll() implements Look {}

        record AtGuest(GuestId guest) implements Look {}

        record AtDefinition(GuestId guest) implements Look {}
    }
}
