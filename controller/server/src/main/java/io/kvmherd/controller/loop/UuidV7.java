package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.port.IdSource;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Draws UUIDs of version 7: 48 bits of milliseconds, a counter of 12 bits, 62 random bits. Each one is larger than the one
 * before, even when the clock goes back or a millisecond brings more than the counter holds: then the millisecond runs
 * ahead of the clock. Safe from any thread.
 */
public final class UuidV7 implements IdSource {
    private static final int COUNTER_BITS = 12;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier wallMs;
    private long last;

    /** @param wallMs milliseconds since 1970 */
    public UuidV7(LongSupplier wallMs) {
        this.wallMs = wallMs;
    }

    @Override
    public synchronized UUID next() {
        last = Math.max(wallMs.getAsLong() << COUNTER_BITS, last + 1);
        long milliseconds = last >>> COUNTER_BITS;
        long counter = last & COUNTER_MASK;
        return new UUID(milliseconds << 16 | VERSION | counter, VARIANT | random.nextLong() & VARIANT_MASK);
    }
}
