package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.port.HypervisorWatcher;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.ObservedGuest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.event.DomainEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All dealings with one libvirt.
 *
 * <p>One connection, on a thread of its own, listens to events and tells whether libvirt is there; calls are made on
 * bounded threads that each have their own connection. While the listening one is down every call fails at once with
 * UNREACHABLE; nobody queues up behind a dead daemon. Short questions and long actions have separate threads, so that a
 * guest can be asked for while others start or move.
 */
final class LibvirtSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LibvirtSession.class);

    private static final int QUERY_THREADS = 8;
    private static final int QUERIES_WAITING = 64;
    private static final int ACTION_THREADS = 24;
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK_LIMIT = Duration.ofMinutes(2);
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = 15_000;
    private static final long ALIVE_CHECK_MS = 5_000;
    static final int KEEPALIVE_SECONDS = 5;
    static final int KEEPALIVE_COUNT = 3;

    private final String uri;
    private final CallThreads queries;
    private final CallThreads actions;
    private final CallThreads looks;
    private final List<HypervisorWatcher> watchers = new CopyOnWriteArrayList<>();
    private final RestoredPaused restoredPaused = new RestoredPaused();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean connected;
    private volatile String whyNot = "not connected yet";
    private volatile boolean closed;

    private LibvirtSession(String uri) {
        this.uri = uri;
        this.queries = new CallThreads(uri, "query", QUERY_THREADS, QUERIES_WAITING);
        this.actions = new CallThreads(uri, "action", ACTION_THREADS, 0);
        this.looks = new CallThreads(uri, "look", 1, 0);
    }

    /**
     * Begins to connect and returns at once.
     *
     * @throws KvmherdException UNSUPPORTED when libvirt's client library cannot be used
     */
    static LibvirtSession start(String uri) {
        NativeLibvirt.load();
        try {
            LibvirtEvents.start();
        } catch (LibvirtException e) {
            throw LibvirtFailures.of("starting its event loop", e);
        }
        LibvirtSession session = new LibvirtSession(uri);
        Thread.ofPlatform().daemon().name("libvirt-connect").start(session::keepConnected);
        return session;
    }

    /** A short question: at most ten seconds. */
    <T> T query(String what, LibvirtCall<T> call) {
        requireConnected(what);
        return queries.call(what, QUERY_LIMIT, call);
    }

    /** A look that may hang and that nobody waits for; one at a time, another is BUSY, also while one hangs. */
    <T> T lookAside(String what, LibvirtCall<T> call) {
        requireConnected(what);
        return looks.call(what, LOOK_LIMIT, call);
    }

    /** Something that takes its time: at most {@code limit}. */
    <T> T act(String what, Duration limit, LibvirtCall<T> call) {
        requireConnected(what);
        return actions.call(what, limit, call);
    }

    /** Tells the watcher about the connection that exists, if one does, and from then on about all changes. */
    void watch(HypervisorWatcher watcher) {
        watchers.add(watcher);
        if (connected) {
            watcher.connected();
        }
    }

    /** A guest as libvirt shows it, in the light of what its events told. */
    ObservedGuest named(ObservedGuest seen) {
        return restoredPaused.named(seen);
    }

    /** Why there is no connection; empty when there is one. */
    Optional<String> problem() {
        return connected ? Optional.empty() : Optional.of("libvirt at " + uri + ": " + whyNot);
    }

    @Override
    public void close() {
        closed = true;
        wake.release();
        queries.close();
        actions.close();
        looks.close();
    }

    private void requireConnected(String what) {
        if (!connected) {
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE,
                    "libvirt at " + uri + " is not connected (" + whyNot + "): " + what + " was not begun");
        }
    }

    private void keepConnected() {
        long pause = FIRST_PAUSE_MS;
        while (!closed) {
            try {
                OpenConnection connection = open();
                pause = FIRST_PAUSE_MS;
                try {
                    announce();
                    waitUntilLost(connection);
                } finally {
                    retire(connection);
                }
            } catch (LibvirtException e) {
                note(String.valueOf(e.getMessage()));
            } catch (KvmherdException e) {
                note(String.valueOf(e.getMessage()));
            }
            waitAtMost(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
    }

    private OpenConnection open() throws LibvirtException {
        OpenConnection connection = new OpenConnection(uri);
        try {
            LibvirtVersions.require(connection);
            connection.keepAlive(KEEPALIVE_SECONDS, KEEPALIVE_COUNT);
            connection.listen(
                    (closing, reason) -> {
                        whyNot = "connection closed: " + reason;
                        wake.release();
                    },
                    (domain, event) -> {
                        told(domain, event);
                        return 0;
                    });
            return connection;
        } catch (LibvirtException | KvmherdException e) {
            connection.shut();
            throw e;
        }
    }

    private void announce() {
        wake.drainPermits();
        connected = true;
        LOG.info("connected to libvirt at {}", uri);
        watchers.forEach(HypervisorWatcher::connected);
    }

    private void waitUntilLost(OpenConnection connection) throws LibvirtException {
        while (!closed && connection.isAlive()) {
            if (waitAtMost(ALIVE_CHECK_MS)) {
                return;
            }
        }
    }

    private void retire(OpenConnection connection) {
        connected = false;
        restoredPaused.forgetAll();
        if (!closed) {
            LOG.warn("libvirt at {} was lost ({}); connecting again", uri, whyNot);
            watchers.forEach(watcher -> watcher.disconnected(whyNot));
        }
        connection.shut();
    }

    private void note(String why) {
        if (!why.equals(whyNot)) {
            LOG.warn("cannot connect to libvirt at {}: {}; trying on", uri, why);
        }
        whyNot = why;
    }

    /** @return whether it was woken */
    private boolean waitAtMost(long milliseconds) {
        try {
            return wake.tryAcquire(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
            return true;
        }
    }

    /** On libvirt's event thread: whatever goes wrong must not go back into native code. */
    private void told(Domain domain, DomainEvent event) {
        try {
            GuestId guest = GuestId.of(domain.getUUIDString());
            restoredPaused.heard(guest, event);
            if (SnapshotReverts.isPartOfOne(event)) {
                watchers.forEach(watcher -> watcher.guestReverts(guest));
            }
            watchers.forEach(watcher -> watcher.guestChanged(guest));
        } catch (LibvirtException | RuntimeException e) {
            LOG.warn("an event of libvirt could not be passed on: {}", e.toString());
        } finally {
            free(domain);
        }
    }

    private static void free(Domain domain) {
        try {
            domain.free();
        } catch (LibvirtException e) {
            LOG.warn("a domain could not be freed: {}", e.getMessage());
        }
    }
}
