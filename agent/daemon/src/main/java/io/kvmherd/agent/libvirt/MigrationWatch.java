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

    /** Soon, because what a policy allows holds only once the first sample was judged. */
    private static final long FIRST_MS = 250;

    private static final long FOLLOW_MAX_MS = 60 * 60 * 1_000L;

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

    /** Watches on the calling thread until the guest is not leaving any more, an hour at most. */
    static void follow(LibvirtSession session, GuestId guest, Consumer<MigrationStatistics> listener) {
        MigrationWatch watch = new MigrationWatch(session, guest, listener);
        try {
            for (long watchedMs = 0; watchedMs < FOLLOW_MAX_MS; watchedMs += PERIOD_MS) {
                Optional<MigrationStatistics> statistics = watch.ask();
                if (statistics.isEmpty() || watch.ended.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                listener.accept(statistics.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }

    private void loop() {
        try {
            boolean over = ended.await(FIRST_MS, TimeUnit.MILLISECONDS);
            while (!over) {
                look();
                over = ended.await(PERIOD_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A sample that cannot be had is left out; the migration's own call tells about a lost connection. */
    private void look() {
        try {
            ask().ifPresent(listener);
        } catch (KvmherdException e) {
            LOG.debug("no sample of the migration of guest {}: {}", guest, e.getMessage());
        }
    }

    private Optional<MigrationStatistics> ask() {
        return session.query("watching the migration of guest " + guest, this::statistics);
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
                    .map(job -> job.migration(GuestStates.isInPostCopy(domain)));
        } finally {
            LibvirtFailures.requireSuccess(NativeLibvirt.virDomainFree(domain), "freeing a domain");
        }
    }
}
