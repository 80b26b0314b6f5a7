package io.kvmherd.agent.worker;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.Limits;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Remembers when guests last went back to a snapshot. On the way there the hypervisor tells of up to three steps, and names
 * the snapshot as the current one only at the end: so what is told within a short time is one return, and while it may go on
 * the guest's definition is not worth reading. Two returns within that time count as one.
 *
 * <p>For many threads.
 */
final class Reverts {
    static final long QUIET_MS = 10_000;

    private final LongSupplier nowMs;
    private final SortedMap<GuestId, Long> last = new TreeMap<>();

    /** @param nowMs the host's clock, in ms since 1970 */
    Reverts(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    synchronized void told(GuestId guest) {
        last.put(guest, nowMs.getAsLong());
        if (last.size() > Limits.GUESTS_PER_HOST) {
            last.pollFirstEntry();
        }
    }

    /** By the host's clock; 0 where none was told since this began. */
    synchronized long lastOf(GuestId guest) {
        return last.getOrDefault(guest, 0L);
    }

    synchronized boolean mayGoOn(GuestId guest) {
        return last.containsKey(guest) && Math.abs(nowMs.getAsLong() - lastOf(guest)) < QUIET_MS;
    }

    synchronized void forget(GuestId guest) {
        last.remove(guest);
    }
}
