package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole cluster at one moment.
 *
 * @param version grows with every change of the picture
 * @param settings what holds for all hosts
 * @param hosts all registered hosts
 * @param guests all managed guests
 * @param reservations capacity held by operations that have not ended
 * @param storage which pools are shared, and between whom
 * @param rates what migrations sent lately
 */
public record ClusterView(
        long version,
        ClusterSettings settings,
        SortedMap<HostId, HostView> hosts,
        SortedMap<GuestId, GuestView> guests,
        List<Reservation> reservations,
        SharedStorage storage,
        MeasuredRates rates) {
    public ClusterView {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        guests = Collections.unmodifiableSortedMap(new TreeMap<>(guests));
        reservations = List.copyOf(reservations);
    }

    /** The same picture with another idea of which pools count as shared. */
    public ClusterView trusting(SharedStorage.Trust trust) {
        return new ClusterView(version, settings, hosts, guests, reservations, storage.trusting(trust), rates);
    }

    /** The same picture if disks in pools that are not shared are copied along. */
    public ClusterView copyingStorage() {
        return new ClusterView(version, settings, hosts, guests, reservations, storage.copying(), rates);
    }

    /** The same picture if every host were managed: for what would be done, and never for what is. */
    public ClusterView supposingManaged() {
        SortedMap<HostId, HostView> managed = new TreeMap<>();
        hosts.forEach((id, host) -> managed.put(id, host.managed()));
        return new ClusterView(version, settings, managed, guests, reservations, storage, rates);
    }

    /** The same picture if the operator wanted this of these hosts. */
    public ClusterView supposing(HostDuty duty, List<HostId> ofHosts) {
        SortedMap<HostId, HostView> changed = new TreeMap<>(hosts);
        ofHosts.forEach(id -> changed.computeIfPresent(id, (same, host) -> host.with(duty)));
        return new ClusterView(version, settings, changed, guests, reservations, storage, rates);
    }

    /** The same picture if these guests had been shut down and shall run; whoever is off takes no disk along. */
    public ClusterView supposingShutDown(List<GuestId> which) {
        SortedMap<GuestId, GuestView> changed = new TreeMap<>(guests);
        which.forEach(id -> changed.computeIfPresent(id, (same, guest) -> guest.shutDown()));
        return new ClusterView(version, settings, hosts, changed, reservations, storage.withoutCopying(), rates);
    }

    public Optional<HostView> host(HostId id) {
        return Optional.ofNullable(hosts.get(id));
    }

    public Optional<GuestView> guest(GuestId id) {
        return Optional.ofNullable(guests.get(id));
    }

    /** Live migrations that may leave the host at a time: by its own limit, else as the cluster says. */
    public int migrationsOut(HostId host) {
        return host(host)
                .map(known -> known.migrations().out())
                .orElse(OptionalInt.empty())
                .orElse(settings.migrationsOutPerHost());
    }

    /** Live migrations that may arrive at the host at a time: by its own limit, else as the cluster says. */
    public int migrationsIn(HostId host) {
        return host(host)
                .map(known -> known.migrations().in())
                .orElse(OptionalInt.empty())
                .orElse(settings.migrationsInPerHost());
    }

    /** Managed guests that the host owns, running or not, in order of id. */
    public List<GuestView> guestsOf(HostId host) {
        return guests.values().stream().filter(guest -> guest.isOn(host)).toList();
    }

    /** Reservations that weigh on the host, in order of their creation. */
    public List<Reservation> reservationsOn(HostId host) {
        return reservations.stream().filter(held -> held.host().equals(host)).toList();
    }
}
