package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who weighs how much on which host, for trying moves out.
 *
 * <p>A view is immutable, and to copy one for each of thousands of trial moves would cost more than the thought itself.
 * A ledger is made from a view in one pass and then changed: {@link #add} and {@link #remove} are exact inverses, so a
 * trial is undone by doing its opposite. It belongs to the computation that made it and to one thread.
 *
 * <p>What counts on a host: guests that it owns and that run or shall run; reservations of guests that do not weigh there
 * already, so nobody is counted twice; guests that run there and are not ours. A leaving guest counts until its operation
 * has ended, even when the right to run it is already elsewhere: its memory is still there.
 */
public final class Ledger {
    private final SortedMap<HostId, HostLedger> hosts = new TreeMap<>();
    private final List<Reservation> reservations;
    private final SharedStorage storage;

    private Ledger(List<Reservation> reservations, SharedStorage storage) {
        this.reservations = reservations;
        this.storage = storage;
    }

    public static Ledger of(ClusterView view) {
        Ledger ledger = new Ledger(view.reservations(), view.storage());
        for (HostView host : view.hosts().values()) {
            ledger.hosts.put(host.id(), new HostLedger(view.settings(), host));
        }
        SortedSet<Leaving> leaving = leavingIn(view);
        for (GuestView guest : view.guests().values()) {
            if (guest.weighs()) {
                HostId owner = guest.host().orElseThrow();
                ledger.addOnce(owner, Weight.owned(guest, leaving.contains(new Leaving(owner, guest.id()))));
            }
        }
        for (Reservation held : view.reservations()) {
            String name = view.guest(held.guest())
                    .map(guest -> guest.spec().name())
                    .orElse(held.guest().toString());
            String group = view.guest(held.guest())
                    .map(guest -> guest.spec().antiAffinityGroup())
                    .orElse("");
            ledger.addOnce(held.host(), Weight.reserved(held, name, group));
        }
        for (HostView host : view.hosts().values()) {
            for (ObservedGuest guest : host.unmanaged()) {
                if (guest.state().isActive()) {
                    ledger.addOnce(host.id(), Weight.unmanaged(guest));
                }
            }
        }
        ledger.hosts.values().forEach(HostLedger::open);
        return ledger;
    }

    /** The host must be registered in the view that the ledger was made from. */
    public Capacity capacity(HostId host) {
        return page(host).capacity();
    }

    /** As if the guest did not weigh on the host. */
    public Capacity capacityWithout(HostId host, GuestId guest) {
        return page(host).capacityWithout(guest);
    }

    /** Somebody of the anti-affinity group who weighs on the host, other than the guest itself. */
    public Optional<Weight> memberOf(String group, HostId host, GuestId except) {
        return page(host).memberOf(group, except);
    }

    /** What unfinished operations may still write into the pool of the host. */
    public long heldCopiesMib(HostId host, String pool) {
        return CopiedDisks.heldMib(reservations, host, pool);
    }

    /** What trial moves write into it besides, those of the guest apart. Their copies stay when they have ended. */
    public long triedCopiesMib(HostId host, String pool, GuestId except) {
        return page(host).copiesMib(pool, except);
    }

    SharedStorage storage() {
        return storage;
    }

    public boolean weighs(GuestId guest, HostId host) {
        return page(host).has(guest);
    }

    /** A guest begins to weigh on a host; it must not weigh there already. */
    public void add(HostId host, Weight weight) {
        page(host).add(weight);
    }

    /** Like {@link #add}; a guest that a reservation counts there already is left as it is. */
    public void addUnlessThere(HostId host, Weight weight) {
        if (!weighs(weight.guest(), host)) {
            add(host, weight);
        }
    }

    /** A guest ceases to weigh on a host, and the memory it held there is available again. */
    public Weight remove(HostId host, GuestId guest) {
        return page(host).remove(guest);
    }

    private HostLedger page(HostId host) {
        HostLedger page = hosts.get(host);
        if (page == null) {
            throw new IllegalArgumentException("host " + host + " is not in the view that this ledger was made from");
        }
        return page;
    }

    private void addOnce(HostId host, Weight weight) {
        HostLedger page = hosts.get(host);
        if (page != null && !page.has(weight.guest())) {
            page.add(weight);
        }
    }

    private static SortedSet<Leaving> leavingIn(ClusterView view) {
        SortedSet<Leaving> leaving = new TreeSet<>();
        for (Reservation held : view.reservations()) {
            if (held.purpose() == Reservation.Purpose.LEAVING) {
                leaving.add(new Leaving(held.host(), held.guest()));
            }
        }
        return leaving;
    }

    private record Leaving(HostId host, GuestId guest) implements Comparable<Leaving> {
        @Override
        public int compareTo(Leaving other) {
            int byHost = host.compareTo(other.host);
            return byHost != 0 ? byHost : guest.compareTo(other.guest);
        }
    }
}
