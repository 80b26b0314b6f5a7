package io.kvmherd.agent.core.guard;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The guests that were announced and whose announcement still holds; at most one for each guest. */
final class ExpectedArrivals {

    private final Map<GuestId, ExpectedArrival> byGuest = new LinkedHashMap<>();

    void expect(ExpectedArrival arrival, long nowMs) {
        byGuest.values().removeIf(old -> !old.holdsAt(nowMs));
        if (byGuest.size() >= GuardLimits.ARRIVALS && !byGuest.containsKey(arrival.guest())) {
            throw new KvmherdException(
                    ErrorCode.BUSY,
                    byGuest.size() + " arrivals are announced to this host; the limit is " + GuardLimits.ARRIVALS
                            + ". Wait until some have arrived");
        }
        byGuest.put(arrival.guest(), arrival);
    }

    void withdraw(GuestId guest) {
        byGuest.remove(guest);
    }

    Optional<ExpectedArrival> of(GuestId guest, long nowMs) {
        return Optional.ofNullable(byGuest.get(guest)).filter(arrival -> arrival.holdsAt(nowMs));
    }

    List<ExpectedArrival> all(long nowMs) {
        return byGuest.values().stream()
                .filter(arrival -> arrival.holdsAt(nowMs))
                .toList();
    }
}
