package io.kvmherd.agent.worker;

import io.kvmherd.common.model.GuestId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * On which guests a command is being carried out, so that what a look finds there is not taken for somebody else's doing.
 *
 * <p>A look takes time, and so does its way to the controller: what was seen just before a command began may be told when
 * the command has ended. So a look counts as disturbed when a command was under way at any moment of it, and the guest is
 * looked at once more when its command has ended.
 *
 * <p>Thread-safe; one look at a time.
 */
final class StepsUnderway {
    private final Map<GuestId, Integer> running = new TreeMap<>();
    private final Set<GuestId> disturbed = new TreeSet<>();
    private boolean looking;
    private Consumer<GuestId> whenEnded = guest -> {};

    /** @param lookAgain called for each guest whose command has ended; returns at once */
    synchronized void whenEnded(Consumer<GuestId> lookAgain) {
        whenEnded = lookAgain;
    }

    synchronized void begins(GuestId guest) {
        running.merge(guest, 1, Integer::sum);
        if (looking) {
            disturbed.add(guest);
        }
    }

    void ended(GuestId guest) {
        Consumer<GuestId> told;
        synchronized (this) {
            running.computeIfPresent(guest, (id, count) -> count > 1 ? count - 1 : null);
            told = whenEnded;
        }
        told.accept(guest);
    }

    synchronized void lookBegins() {
        looking = true;
        disturbed.clear();
        disturbed.addAll(running.keySet());
    }

    /** Whether a command was under way on the guest since the look began. */
    synchronized boolean disturbs(GuestId guest) {
        return disturbed.contains(guest);
    }
}
