package io.kvmherd.agent.libvirt;

import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.event.ConnectionCloseListener;
import org.libvirt.event.LifecycleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that one thread uses and closes.
 *
 * <p>Several threads could share one: libvirt lets one of them wait for answers on behalf of all. But in libvirt 9 a thread
 * that gives this task up, because the connection was closed by keepalive, leaves a pointer to its own stack behind, and
 * the next one that waits follows it: a frozen daemon that wakes up again kills the agent. So nobody shares.
 *
 * <p>The binding closes a connection once more when its object is collected, unless the first close was told that nobody
 * else holds the connection. Listeners do hold it, so the second close would take away a reference that is not there, and
 * by then the same memory may be another, living connection. Therefore listeners are taken off before the close, and the
 * pointer is forgotten after it, whatever the close said.
 */
final class OpenConnection extends Connect {
    private static final Logger LOG = LoggerFactory.getLogger(OpenConnection.class);
    private static final String TEST_DRIVER = "TEST";
    private static final int MOST_KEPT = 64;

    /** The last ones closed: libvirt may still be about to call a listener, whose code must not have been collected. */
    private static final Deque<OpenConnection> KEPT = new ArrayDeque<>();

    private final boolean testDriver;
    private Optional<LifecycleListener> listener = Optional.empty();

    /** Opens for reading and writing; blocks as long as the other side takes. */
    OpenConnection(String uri) throws LibvirtException {
        super(uri);
        this.testDriver = TEST_DRIVER.equalsIgnoreCase(getType());
    }

    /** libvirt's in-memory driver for tests, which lacks keepalive and much of what hosts are asked for. */
    boolean isTestDriver() {
        return testDriver;
    }

    /** For calls of {@link NativeLibvirt}; valid until {@link #shut}. */
    Pointer pointer() {
        return vcp.getPointer();
    }

    /** Lets libvirt notice that the other side hangs or is gone, within {@code seconds * count}. */
    void keepAlive(int seconds, int count) throws LibvirtException {
        if (!testDriver) {
            setKeepAlive(seconds, count);
        }
    }

    void listen(ConnectionCloseListener onClose, LifecycleListener onChange) throws LibvirtException {
        if (!testDriver) {
            registerCloseListener(onClose);
        }
        addLifecycleListener(onChange);
        listener = Optional.of(onChange);
    }

    /** Closes, whatever the other side does. */
    void shut() {
        listener.ifPresent(onChange -> quietly(() -> removeLifecycleListener(onChange)));
        quietly(this::unregisterCloseListener);
        quietly(this::close);
        vcp = null;
        keep(this);
    }

    /** The other side may be gone; what is ours is let go of all the same. */
    private static void quietly(Closing step) {
        try {
            step.run();
        } catch (LibvirtException e) {
            LOG.debug("closing a connection: {}", e.getMessage());
        }
    }

    /** One step of closing. */
    @FunctionalInterface
    private interface Closing {
        void run() throws LibvirtException;
    }

    private static void keep(OpenConnection closed) {
        synchronized (KEPT) {
            KEPT.addLast(closed);
            if (KEPT.size() > MOST_KEPT) {
                KEPT.removeFirst();
            }
        }
    }
}
