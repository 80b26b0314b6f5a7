package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What would be done, in order, before anything is.
 *
 * @param id by which it can be applied; left out where a plan can only be looked at
 * @param purpose what it was asked for
 * @param host the host that is emptied, for an evacuation
 * @param steps numbered from 1, in order
 * @param blocked guests that should move and cannot
 * @param headroom of every host that the plan touches
 * @param seconds estimate of the whole
 */
public record PlanResource(
        Optional<PlanId> id,
        Purpose purpose,
        Optional<HostId> host,
        List<Step> steps,
        List<Blocked> blocked,
        List<Headroom> headroom,
        long seconds,
        Validity validity) {
    public PlanResource {
        steps = List.copyOf(steps);
        blocked = List.copyOf(blocked);
        headroom = List.copyOf(headroom);
    }

    /** What a plan is for. */
    public enum Purpose {
        CREATE,
        START,
        SHUT_DOWN,
        STOP,
        MIGRATE,
        EVACUATE
    }

    /** What a step does. */
    public enum Action {
        CREATE,
        START,
        SHUT_DOWN,
        STOP,
        MIGRATE
    }

    /**
     * @param guest left out for a guest that does not exist yet
     * @param from left out for a guest that runs nowhere
     * @param to left out for a step that brings the guest nowhere
     * @param after numbers of the steps that must have ended before this one begins
     * @param memoryMib what has to be sent at least
     * @param seconds estimate
     */
    public record Step(
            int number,
            Action action,
            Optional<GuestId> guest,
            String guestName,
            Optional<HostId> from,
            Optional<HostId> to,
            List<Integer> after,
            long memoryMib,
            long seconds) {
        public Step {
            after = List.copyOf(after);
        }
    }

    /** @param hosts what was said about each host, the guest's own among them where the reason is the guest itself */
    public record Blocked(GuestId guest, String guestName, List<VerdictResource> hosts) {
        public Blocked {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * @param committedBeforeMib memory promised to guests before the plan
     * @param committedAfterMib and after it
     * @param limitMib how much may be promised
     */
    public record Headroom(HostId host, long committedBeforeMib, long committedAfterMib, long limitMib) {}

    /**
     * How long a plan may be applied; whatever this says, it is checked again on the newest picture before it is.
     *
     * @param viewVersion the picture it was made from
     * @param expiresAt after which it is refused
     */
    public record Validity(long viewVersion, Instant expiresAt) {}
}
