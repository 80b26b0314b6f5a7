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
 * @param id by which it can be applied; may be left out where a plan can only be looked at
 * @param purpose what it was asked for
 * @param host the host that is emptied, or that gets its guests back; left out for more than one
 * @param hosts all of these
 * @param steps numbered from 1, in order
 * @param blocked guests that should move and cannot
 * @param shutDowns guests that cannot move and whose specification allows to shut them down instead, or whose
 *     evacuation policy is to be shut down until their host is back
 * @param coldMoves guests whose definition moves: shut down before and started after where they run
 * @param leftRunning guests whose evacuation policy is to stay: they run on, and their host is not called empty
 * @param starts guests that are started where they are, because an evacuation shut them down
 * @param staying guests that are off and stay defined where they are
 * @param headroom of every host that the plan touches
 * @param seconds estimate of the live moves; shutting down and starting take as long as the guests take
 * @param observed hosts of the plan that are only observed: while there are any, it can be looked at and not applied
 * @param toUncordon hosts that the plan takes as taking guests although they do not: uncordon them before it is applied
 */
public record PlanResource(
        Optional<PlanId> id,
        Purpose purpose,
        Optional<HostId> host,
        List<HostId> hosts,
        List<Step> steps,
        List<Blocked> blocked,
        List<ShutDown> shutDowns,
        List<ColdMove> coldMoves,
        List<LeftRunning> leftRunning,
        List<Start> starts,
        List<Staying> staying,
        List<Headroom> headroom,
        long seconds,
        Validity validity,
        List<HostId> observed,
        List<HostId> toUncordon) {
    public PlanResource {
        hosts = List.copyOf(hosts);
        coldMoves = List.copyOf(coldMoves);
        leftRunning = List.copyOf(leftRunning);
        starts = List.copyOf(starts);
        toUncordon = List.copyOf(toUncordon);
        observed = List.copyOf(observed);
        steps = List.copyOf(steps);
        blocked = List.copyOf(blocked);
        shutDowns = List.copyOf(shutDowns);
        staying = List.copyOf(staying);
        headroom = List.copyOf(headroom);
    }

    /** Whether any guest is touched, be it by a step or by what is no live move. */
    public boolean doesSomething() {
        return !(steps.isEmpty() && shutDowns.isEmpty() && coldMoves.isEmpty() && starts.isEmpty());
    }

    /** What a plan is for. */
    public enum Purpose {
        CREATE,
        START,
        SHUT_DOWN,
        STOP,
        MIGRATE,
        /** Moves the definition of a guest that is off. */
        RELOCATE,
        EVACUATE,
        DELETE,
        /** Lets a guest go, as it is. */
        GIVE_BACK,
        /** Puts a guest's accepted definition back. */
        REDEFINE,
        RESTORE
    }

    /** What a step does. */
    public enum Action {
        CREATE,
        START,
        SHUT_DOWN,
        STOP,
        MIGRATE,
        /** Moves the definition of a guest that is off. */
        RELOCATE,
        DELETE,
        /** Lets a guest go, as it is. */
        GIVE_BACK,
        /** Puts a guest's accepted definition back. */
        REDEFINE
    }

    /**
     * One thing to do.
     *
     * @param guest left out for a guest that does not exist yet
     * @param from left out for a guest that runs nowhere
     * @param to left out for a step that brings the guest nowhere
     * @param after numbers of the steps that must have ended before this one begins
     * @param memoryMib what has to be sent at least
     * @param seconds estimate
     * @param measuredOver over how many migrations between the two hosts the rate was measured that the estimate takes; 0
     *     where it is assumed
     * @param copies disks that are copied along, with their room at the destination
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
            long seconds,
            int measuredOver,
            List<CopyResource> copies) {
        public Step {
            after = List.copyOf(after);
            copies = List.copyOf(copies);
        }
    }

    /**
     * A guest that stays and keeps the plan from being complete.
     *
     * @param hosts what was said about each host, the guest's own among them where the reason is the guest itself
     */
    public record Blocked(GuestId guest, String guestName, List<VerdictResource> hosts) {
        public Blocked {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * A guest that is asked to shut down, because it can go nowhere or because its evacuation policy says so.
     *
     * @param host where it runs
     * @param hosts why it cannot go to each of them; empty where its policy says so
     * @param returns whether it is to be started again when its host gets its guests back
     */
    public record ShutDown(GuestId guest, String guestName, HostId host, List<VerdictResource> hosts, boolean returns) {
        public ShutDown {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * A guest whose definition moves.
     *
     * @param hosts why it cannot go live to each of them; empty where its policy is to go so, or it is off
     * @param off whether it is off already; one that runs is asked to shut down before. Whoever shall run is started after
     */
    public record ColdMove(
            GuestId guest, String guestName, HostId from, HostId to, List<VerdictResource> hosts, boolean off) {
        public ColdMove {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * A guest that runs on.
     *
     * @param host where
     */
    public record LeftRunning(GuestId guest, String guestName, HostId host) {}

    /**
     * A guest that is started.
     *
     * @param host where
     */
    public record Start(GuestId guest, String guestName, HostId host) {}

    /** A guest that is off. */
    public record Staying(GuestId guest, String guestName) {}

    /**
     * What the plan does to one host.
     *
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
