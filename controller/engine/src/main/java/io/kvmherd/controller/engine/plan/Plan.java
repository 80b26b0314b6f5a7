package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import java.util.List;

/**
 * What will be done, in order.
 *
 * @param steps live migrations, ordered
 * @param blocked guests that should move and cannot, with reasons
 * @param shutDowns guests that are shut down because they cannot move and may be, or because that is their policy
 * @param coldMoves guests that go cold, by their definition: shut down before and started after where they run
 * @param leftRunning guests whose policy is to stay where they run
 * @param starts guests that are started where they are, because an evacuation shut them down
 * @param staying guests that are off and keep their definition where it is; they block nothing
 * @param headroom per host that the plan touches, before and after
 * @param seconds estimate of the live moves; shutting down and starting take as long as the guests take
 */
public record Plan(
        List<Step> steps,
        List<Blocked> blocked,
        List<ShutDown> shutDowns,
        List<ColdMove> coldMoves,
        List<Place> leftRunning,
        List<Place> starts,
        List<GuestId> staying,
        List<Headroom> headroom,
        long seconds) {
    public Plan {
        steps = List.copyOf(steps);
        blocked = List.copyOf(blocked);
        shutDowns = List.copyOf(shutDowns);
        coldMoves = List.copyOf(coldMoves);
        leftRunning = List.copyOf(leftRunning);
        starts = List.copyOf(starts);
        staying = List.copyOf(staying);
        headroom = List.copyOf(headroom);
    }

    /** A plan that moves guests, and leaves and starts nobody. */
    // size: the record's own components
    public Plan(
            List<Step> steps,
            List<Blocked> blocked,
            List<ShutDown> shutDowns,
            List<GuestId> staying,
            List<Headroom> headroom,
            long seconds) {
        this(steps, blocked, shutDowns, List.of(), List.of(), List.of(), staying, headroom, seconds);
    }

    /** Whether something is to be done. */
    public boolean hasWork() {
        return !steps.isEmpty() || !shutDowns.isEmpty() || !coldMoves.isEmpty() || !starts.isEmpty();
    }

    /** A guest and the host that it is on. */
    public record Place(GuestId guest, HostId host) {}

    /**
     * One live migration of the plan. A step may begin as soon as all of {@code after} have ended, whatever the others do:
     * every order that respects this is legal.
     *
     * @param number from 1; only smaller numbers stand in {@code after}
     * @param after numbers of the steps that must have ended before this one may begin
     * @param memoryMib what has to be sent at least
     * @param seconds estimate
     * @param copies disks that are copied along
     * @param measuredOver over how many migrations between the two hosts the rate of the estimate was measured; 0 where it
     *     was assumed, and in plans that were stored before this was
     */
    public record Step(
            int number,
            Move move,
            List<Integer> after,
            long memoryMib,
            long seconds,
            List<Copy> copies,
            int measuredOver) {
        public Step {
            after = List.copyOf(after);
            copies = List.copyOf(copies);
        }

        /** A step that takes no disk along, at an assumed rate. */
        public Step(int number, Move move, List<Integer> after, long memoryMib, long seconds) {
            this(number, move, after, memoryMib, seconds, List.of(), 0);
        }
    }

    /**
     * A disk that is copied along.
     *
     * @param freeMib what its pool has free at the destination, less what other copies were promised
     */
    public record Copy(GuestDisk disk, long freeMib) {}

    /**
     * @param reasons per host why it cannot take the guest; a reason about the guest itself has the source as host
     */
    public record Blocked(GuestId guest, List<HostReasons> reasons) {
        public Blocked {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * @param reasons per host why it cannot take the guest live; empty where the guest's policy is to be shut down
     * @param returns whether it shall run again when its host gets its guests back
     */
    public record ShutDown(GuestId guest, HostId host, List<HostReasons> reasons, boolean returns) {
        public ShutDown {
            reasons = List.copyOf(reasons);
        }

        /** For one that can go nowhere: it stays off. */
        public static ShutDown instead(GuestId guest, HostId host, List<HostReasons> reasons) {
            return new ShutDown(guest, host, reasons, false);
        }

        /** For one whose policy it is. */
        public static ShutDown untilReturn(GuestId guest, HostId host) {
            return new ShutDown(guest, host, List.of(), true);
        }
    }

    /**
     * A guest whose definition moves.
     *
     * @param reasons per host why it cannot take the guest live; empty where the guest's policy is to go so, or it is off
     * @param off whether it is off already; one that runs is shut down before and started after
     */
    public record ColdMove(Move move, List<HostReasons> reasons, boolean off) {
        public ColdMove {
            reasons = List.copyOf(reasons);
        }

        /** For one that runs. */
        public static ColdMove ofRunning(Move move, List<HostReasons> reasons) {
            return new ColdMove(move, reasons, false);
        }

        /** For one that is off. */
        public static ColdMove ofOff(Move move) {
            return new ColdMove(move, List.of(), true);
        }

        public GuestId guest() {
            return move.guest();
        }
    }

    /** What one host said. */
    public record HostReasons(HostId host, List<Reason> reasons) {
        public HostReasons {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * @param committedBeforeMib memory promised to guests before the plan
     * @param committedAfterMib and after it
     * @param limitMib how much may be promised under the host's ratio
     */
    public record Headroom(HostId host, long committedBeforeMib, long committedAfterMib, long limitMib) {}
}
