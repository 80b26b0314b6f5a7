package io.kvmherd.agent.libvirt;

import com.sun.jna.Pointer;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks once a second how a migration goes, on a thread of its own that ends with it. */
final class MigrationWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationWatch.class);
    private static final long PERIOD_MS = 1_000;

    private final LibvirtSession session;
    private final GuestId guest;
    private final Consumer<MigrationStatistics> listener;
    private final CountDownLatch ended = new CountDownLatch(1);

    private MigrationWatch(LibvirtSession session, GuestId guest, Consumer<MigrationStatistics> listener) {
        this.session = session;
        this.guest = guest;
        this.listener = listener;
    }

    static MigrationWatch start(LibvirtSession session, GuestId guest, Consumer<MigrationStatistics> listener) {
        MigrationWatch watch = new MigrationWatch(session, guest, listener);
        Thread.ofPlatform().daemon().name("migration-" + guest).start(watch::loop);
        return watch;
    }

    @Override
    public void close() {
        ended.countDown();
    }

    private void loop() {
        try {
            while (!ended.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A sample that cannot be had is left out; the migration's own call tells about a lost connection. */
    private void look() {
        try {
            session.query("watching the migration of guest " + guest, this::statistics)
                    .ifPresent(listener);
        } catch (KvmherdException e) {
            LOG.debug("no sample of the migration of guest {}: {}", guest, e.getMessage());
        }
    }

    private Optional<MigrationStatistics> statistics(OpenConnection connection) {
        Pointer domain = NativeLibvirt.virDomainLookupByUUIDString(connection.pointer(), guest.toString());
        if (domain == null) {
            return Optional.empty();
        }
        try {
            return DomainJob.of(domain)
                    .filter(job ->
                            GuestStates.job(job.type(), job.parameters().number("operation")) == GuestJob.MIGRATION_OUT)
                    .map(DomainJob::migration);
        } finally {
            LibvirtFailures.requireSuccess(NativeLibvirt.virDomainFree(domain), "freeing a domain");
        }
    }
}
