package io.kvmherd.agent.libvirt;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that lets libvirt tell about events and keep connections alive. It must run before the first connection
 * is opened and never stop: without it keepalive closes every connection.
 */
final class LibvirtEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LibvirtEvents.class);
    private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** libvirt prints every error on standard error unless somebody takes it; ours are logged where they matter. */
    private static final Libvirt.VirErrorCallback SILENT = (data, error) -> {};

    private static boolean running;

    private LibvirtEvents() {}

    static synchronized void start() throws LibvirtException {
        if (running) {
            return;
        }
        Connect.setErrorCallback(SILENT);
        Library.initEventLoop();
        Thread.ofPlatform().daemon().name("libvirt-events").start(LibvirtEvents::loop);
        running = true;
    }

    private static void loop() {
        while (true) {
            try {
                Library.processEvent();
            } catch (LibvirtException e) {
                LOG.warn("libvirt's event loop failed once: {}", e.getMessage());
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            }
        }
    }
}
