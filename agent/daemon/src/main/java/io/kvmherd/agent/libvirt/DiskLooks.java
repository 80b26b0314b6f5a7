package io.kvmherd.agent.libvirt;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the disks of running guests are, as of the last look.
 *
 * <p>The simple way, looking at them with the rest of the host, fails with the first guest that hangs or file system that
 * is dead: libvirt waits for either, and a host that cannot tell what its disks are would stop telling anything. So one
 * look at a time goes on beside the reports, on a thread and a connection of its own, and whoever asks gets what the one
 * before it saw. While a look hangs there is no other. What is told is a hint: each copy looks again before it begins.
 */
final class DiskLooks {
    private static final Logger LOG = LoggerFactory.getLogger(DiskLooks.class);
    private static final String NOT_KNOWN =
            "the disks of guests are not known anew, and --copy-storage goes by what was seen before";
    private static final long VALID_NANOS = Duration.ofSeconds(20).toNanos();

    private final LibvirtSession session;
    private final LongSupplier nanoTime;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile List<GuestDisks> seen = List.of();
    private volatile long validUntilNanos;

    /** Only for whoever looks. */
    private boolean failing;

    DiskLooks(LibvirtSession session, LongSupplier nanoTime) {
        this.session = session;
        this.nanoTime = nanoTime;
        this.validUntilNanos = nanoTime.getAsLong();
    }

    /** Never blocks; nothing before the first look has ended. */
    List<GuestDisks> latest() {
        if (nanoTime.getAsLong() - validUntilNanos >= 0 && looking.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("libvirt-disks").start(this::look);
        }
        return seen;
    }

    private void look() {
        try {
            seen = session.lookAside(
                    "looking at the disks of guests",
                    connection -> DiskReader.all(connection, PoolReader.active(connection)));
            failing = false;
        } catch (KvmherdException e) {
            tell(e);
        } finally {
            validUntilNanos = nanoTime.getAsLong() + VALID_NANOS;
            looking.set(false);
        }
    }

    /** Aloud only once, until a look succeeds again. */
    private void tell(KvmherdException why) {
        if (failing) {
            LOG.debug("{}: {}", NOT_KNOWN, why.getMessage());
        } else {
            LOG.warn("{}: {}", NOT_KNOWN, why.getMessage());
        }
        failing = true;
    }
}
