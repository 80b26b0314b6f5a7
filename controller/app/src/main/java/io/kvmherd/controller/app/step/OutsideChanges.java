package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.OutsideChange.What;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.LastFound;
import io.kvmherd.controller.engine.outside.Appearance;
import io.kvmherd.controller.engine.outside.OutsideTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Notices what others do to guests. Each time its owner tells how a guest is, that is compared with how it was last found;
 * what no operation explains is remembered with the guest, told, and left as it is. The wish stays too: the operator
 * accepts what is, or has it restored.
 *
 * <p>While an operation holds the guest its changes are the operation's, and its end is what the next comparison starts
 * from. A guest on a host that does not own it is not looked at here.
 */
final class OutsideChanges {
    private OutsideChanges() {}

    /** The owner may have told, outside of an operation or within one. */
    static void seen(Turn turn, HostId host, ObservedGuest guest) {
        Appearance now = Appearance.of(guest.state());
        if (now != Appearance.PASSING) {
            owned(turn, host, guest.id())
                    .filter(known -> now.isActive() || !isActiveElsewhere(turn, known))
                    .ifPresent(known -> found(turn, known, new LastFound(host, now, guest.name())));
        }
    }

    /** The owner says that there is no such guest. One that is active elsewhere has moved, which is told by its arrival. */
    static void gone(Turn turn, HostId host, GuestId guest) {
        owned(turn, host, guest)
                .filter(known -> !isActiveElsewhere(turn, known))
                .ifPresent(known -> found(turn, known, new LastFound(host, Appearance.ABSENT, nameOf(known))));
    }

    /** Somebody moved it from its owner to another host; it is the same guest there. */
    static void moved(Turn turn, GuestRecord guest, HostId to) {
        HostId from = guest.host().orElseThrow();
        LastFound gone = new LastFound(from, Appearance.OFF_MIGRATED, nameOf(guest));
        remember(turn, guest, gone, List.of(change(turn, from, What.MOVED_AWAY, from + " -> " + to)));
    }

    private static boolean isActiveElsewhere(Turn turn, GuestRecord guest) {
        return Whereabouts.activeElsewhere(turn.allHosts(), guest).isPresent();
    }

    /**
     * The owner told everything that it has.
     *
     * @param startedAnew whether the host was started anew since it last told
     */
    static void inventoried(Turn turn, HostId host, List<ObservedGuest> guests, boolean startedAnew) {
        for (GuestRecord known : turn.allGuests()) {
            if (known.host().equals(Optional.of(host))) {
                Optional<ObservedGuest> seen = guests.stream()
                        .filter(there -> there.id().equals(known.id()))
                        .findFirst();
                if (startedAnew && seen.isPresent()) {
                    lostWithHost(turn, host, known, seen.get());
                }
                seen.ifPresentOrElse(there -> seen(turn, host, there), () -> gone(turn, host, known.id()));
            }
        }
    }

    private static void lostWithHost(Turn turn, HostId host, GuestRecord known, ObservedGuest seen) {
        boolean ran = known.found()
                .filter(before ->
                        before.host().equals(host) && before.appearance().isActive())
                .isPresent();
        if (ran && !seen.state().isActive() && turn.operationOn(known.id()).isEmpty()) {
            remember(
                    turn,
                    known,
                    new LastFound(host, Appearance.of(seen.state()), seen.name()),
                    List.of(change(turn, host, What.LOST_WITH_HOST, "")));
        }
    }

    private static Optional<GuestRecord> owned(Turn turn, HostId host, GuestId guest) {
        return turn.guest(guest).filter(known -> known.host().equals(Optional.of(host)));
    }

    private static void found(Turn turn, GuestRecord known, LastFound now) {
        Optional<LastFound> before = known.found().filter(last -> last.host().equals(now.host()));
        if (before.equals(Optional.of(now))) {
            return;
        }
        boolean explained = turn.operationOn(known.id()).isPresent();
        List<OutsideChange> happened = explained
                ? List.of()
                : before.map(last -> between(turn, last, now)).orElse(List.of());
        remember(turn, known, now, happened);
    }

    private static List<OutsideChange> between(Turn turn, LastFound before, LastFound now) {
        List<OutsideChange> happened = new ArrayList<>();
        OutsideTable.between(before.appearance(), now.appearance())
                .ifPresent(what -> happened.add(change(turn, now.host(), what, "")));
        if (!before.name().equals(now.name())) {
            happened.add(change(turn, now.host(), What.RENAMED, before.name() + " -> " + now.name()));
        }
        return happened;
    }

    private static void remember(Turn turn, GuestRecord known, LastFound now, List<OutsideChange> happened) {
        turn.put(known.foundAs(now, happened));
        tell(turn, known, happened);
    }

    static void tell(Turn turn, GuestRecord known, List<OutsideChange> happened) {
        for (OutsideChange change : happened) {
            turn.tell(Happening.of(EventRecord.What.GUEST_CHANGED_OUTSIDE)
                    .on(change.host())
                    .about(known.id())
                    .with("name", known.spec().name())
                    .with("what", change.what().name())
                    .with("detail", change.detail()));
        }
    }

    private static OutsideChange change(Turn turn, HostId host, What what, String detail) {
        return new OutsideChange(what, host, turn.now().wall(), detail, false);
    }

    private static String nameOf(GuestRecord known) {
        return known.found().map(LastFound::name).orElse(known.spec().name());
    }
}
