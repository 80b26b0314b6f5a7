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
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the hypervisor's events into messages. An event only says that something happened: the guest is looked at on a
 * thread of this class, and many events of one guest become one look. After a connection was made everything is looked at,
 * because events were missed.
 */
final class GuestWatcher implements HypervisorWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(GuestWatcher.class);

    private final Hypervisor hypervisor;
    private final Consumer<FromAgent> sink;
    private final Set<GuestId> toLookAt = new LinkedHashSet<>();
    private final Set<GuestId> known = new TreeSet<>();
    private boolean lookAtAll;
    private boolean stopped;

    private GuestWatcher(Hypervisor hypervisor, Consumer<FromAgent> sink) {
        this.hypervisor = hypervisor;
        this.sink = sink;
    }

    /** @param sink told about each change, on the watcher's own thread */
    static GuestWatcher start(Hypervisor hypervisor, Consumer<FromAgent> sink, ThreadFactory threads) {
        GuestWatcher watcher = new GuestWatcher(hypervisor, sink);
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
        notifyAll();
    }

    @Override
    public synchronized void connected() {
        lookAtAll = true;
        notifyAll();
    }

    @Override
    public void disconnected(String why) {
        LOG.debug("no events of guests: {}", why);
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    private void loop() {
        try {
            while (true) {
                Optional<Look> next = nextLook();
                if (next.isEmpty()) {
                    return;
                }
                look(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to look at; empty when stopped. */
    private synchronized Optional<Look> nextLook() throws InterruptedException {
        while (!stopped && !lookAtAll && toLookAt.isEmpty()) {
            wait();
        }
        if (stopped) {
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

    /** A hypervisor that cannot be asked says so by a new connection later, and then everything is looked at. */
    private void look(Look look) {
        try {
            if (look.guest().isPresent()) {
                lookAt(look.guest().get());
            } else {
                lookAtAll();
            }
        } catch (KvmherdException e) {
            LOG.warn("a change of guests could not be looked at: {}", e.getMessage());
        }
    }

    private void lookAt(GuestId guest) {
        Optional<ObservedGuest> seen = hypervisor.inspect(guest);
        if (seen.isPresent()) {
            known.add(guest);
            sink.accept(new GuestChanged(seen.get()));
        } else if (known.remove(guest)) {
            sink.accept(new GuestVanished(guest));
        }
    }

    private void lookAtAll() {
        Set<GuestId> gone = new TreeSet<>(known);
        for (ObservedGuest guest : hypervisor.guests()) {
            gone.remove(guest.id());
            known.add(guest.id());
            sink.accept(new GuestChanged(guest));
        }
        known.removeAll(gone);
        gone.forEach(guest -> sink.accept(new GuestVanished(guest)));
    }

    /** @param guest empty for all of them */
    private record Look(Optional<GuestId> guest) {}
}
