package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.adoption.OwnStarts;
import io.kvmherd.common.model.GuestId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the log is told of own guests: what is tried again and again is told once, and once more when it is given up. */
final class OwnStartNews {
    private final SortedMap<GuestId, OwnStarts.Attempt> waiting = new TreeMap<>();

    /** Those that are news. */
    List<OwnStarts.Attempt> of(List<OwnStarts.Attempt> attempts) {
        List<GuestId> tried =
                attempts.stream().map(attempt -> attempt.guest().id()).toList();
        waiting.keySet().retainAll(tried);
        return attempts.stream().filter(this::isNews).toList();
    }

    /** A line for each that was to be tried again. */
    List<String> givenUp() {
        return waiting.values().stream()
                .map(attempt -> "guest " + attempt.guest().name() + " carries a controller, could not be started ("
                        + attempt.failure().orElse("") + ") and is not tried any more; start it with virsh start "
                        + attempt.guest().name())
                .toList();
    }

    private boolean isNews(OwnStarts.Attempt attempt) {
        GuestId guest = attempt.guest().id();
        if (attempt.again()) {
            return waiting.put(guest, attempt) == null;
        }
        waiting.remove(guest);
        return true;
    }
}
