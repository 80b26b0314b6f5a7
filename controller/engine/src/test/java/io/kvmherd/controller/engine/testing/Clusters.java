package io.kvmherd.controller.engine.testing;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.MeasuredRates;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.Reservation.Purpose;
import io.kvmherd.controller.engine.view.SharedStorage;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Builds a view: {@code Clusters.of(3).host("h2", h -> h.vendor(AMD)).guest("web", "h1").view()}.
 *
 * <p>Unless told otherwise there are Intel hosts {@code h1}, {@code h2} ... that are up and active, each with 8 cores, 16
 * threads, 34 GiB of which 32 GiB are usable, and a pool {@code shared} that is declared and proved shared between all;
 * and guests that run, with 2 virtual CPUs and 2 GiB, all of it guaranteed, and no disk.
 */
public final class Clusters {
    private final SortedMap<HostId, HostMaker> hosts = new TreeMap<>();
    private final List<GuestMaker> guests = new ArrayList<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private final TreeSet<String> declared = new TreeSet<>(List.of("shared"));
    private final TreeSet<String> unproved = new TreeSet<>();
    private ClusterSettings settings = ClusterSettings.DEFAULT;

    private Clusters() {}

    /** Hosts h1 to hN. */
    public static Clusters of(int hosts) {
        Clusters clusters = new Clusters();
        for (int number = 1; number <= hosts; number++) {
            clusters.host("h" + number, host -> host);
        }
        return clusters;
    }

    public static HostId hostId(String name) {
        return new HostId(name);
    }

    /** The id that a guest of that name has in every view. */
    public static GuestId guestId(String name) {
        return new GuestId(uuid("guest " + name));
    }

    public static OperationId operationId(String name) {
        return new OperationId(uuid("operation " + name));
    }

    /** Changes a host, or adds one. */
    public Clusters host(String name, UnaryOperator<HostMaker> change) {
        hosts.put(hostId(name), change.apply(hosts.getOrDefault(hostId(name), new HostMaker(name))));
        return this;
    }

    public Clusters everyHost(UnaryOperator<HostMaker> change) {
        hosts.replaceAll((id, host) -> change.apply(host));
        return this;
    }

    public Clusters guest(String name, String host) {
        return guest(name, host, guest -> guest);
    }

    /** A guest that the host owns. */
    public Clusters guest(String name, String host, UnaryOperator<GuestMaker> change) {
        guests.add(change.apply(new GuestMaker(name).on(host)));
        return this;
    }

    /** A guest as it is, also one that was never placed. */
    public Clusters add(GuestMaker guest) {
        guests.add(guest);
        return this;
    }

    /** Capacity that an operation named "operation" holds for a guest, as large as the guest of that name. */
    public Clusters reservation(String guest, String host, Purpose purpose) {
        GuestView held = guests.stream()
                .map(GuestMaker::view)
                .filter(view -> view.id().equals(guestId(guest)))
                .findFirst()
                .orElseThrow();
        reservations.add(new Reservation(
                operationId("operation-" + guest),
                held.id(),
                hostId(host),
                purpose,
                held.spec().committedMib(),
                held.spec().guaranteedMib(),
                held.spec().vcpus()));
        return this;
    }

    public Clusters settings(ClusterSettings changed) {
        settings = changed;
        return this;
    }

    public Clusters ratios(int memoryPercent, int cpuPercent) {
        settings = new ClusterSettings(
                new Ratios(memoryPercent, cpuPercent),
                settings.hostReserveMib(),
                settings.migrationsOutPerHost(),
                settings.migrationsInPerHost(),
                settings.reportAgeMaxMs(),
                settings.migrationMibPerSecond());
        return this;
    }

    public Clusters slots(int outPerHost, int inPerHost) {
        settings = new ClusterSettings(
                settings.ratios(),
                settings.hostReserveMib(),
                outPerHost,
                inPerHost,
                settings.reportAgeMaxMs(),
                settings.migrationMibPerSecond());
        return this;
    }

    public Clusters tls(TlsPolicy policy) {
        settings = new ClusterSettings(
                settings.ratios(),
                settings.hostRatios(),
                settings.hostReserveMib(),
                settings.migrationsOutPerHost(),
                settings.migrationsInPerHost(),
                settings.reportAgeMaxMs(),
                settings.migrationMibPerSecond(),
                settings.migrationPolicy(),
                settings.migrationLimitMibPerSecond(),
                settings.evacuation(),
                policy,
                0);
        return this;
    }

    /** A pool that is declared shared but proved between nobody. */
    public Clusters unproved(String pool) {
        declared.add(pool);
        unproved.add(pool);
        return this;
    }

    public Clusters sharedPool(String pool) {
        declared.add(pool);
        return this;
    }

    public ClusterView view() {
        SortedMap<GuestId, GuestView> guestViews = new TreeMap<>();
        guests.stream().map(GuestMaker::view).forEach(guest -> guestViews.put(guest.id(), guest));
        SortedMap<HostId, HostView> hostViews = new TreeMap<>();
        hosts.forEach((id, host) -> hostViews.put(id, host.view(heldMib(guestViews, id))));
        return new ClusterView(1, settings, hostViews, guestViews, reservations, storage(), MeasuredRates.NONE);
    }

    private static long heldMib(SortedMap<GuestId, GuestView> guests, HostId host) {
        return guests.values().stream()
                .filter(guest -> guest.isOn(host) && guest.state().isActive())
                .mapToLong(GuestView::residentMib)
                .sum();
    }

    private SharedStorage storage() {
        List<HostId> names = List.copyOf(hosts.keySet());
        List<HostPair> pairs = new ArrayList<>();
        for (int first = 0; first < names.size(); first++) {
            for (int second = first + 1; second < names.size(); second++) {
                pairs.add(HostPair.of(names.get(first), names.get(second)));
            }
        }
        SortedMap<String, List<HostPair>> proved = new TreeMap<>();
        declared.stream().filter(pool -> !unproved.contains(pool)).forEach(pool -> proved.put(pool, pairs));
        return new SharedStorage(declared, proved);
    }

    private static UUID uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
