package io.kvmherd.controller.http;

import io.kvmherd.common.api.ClusterResource;
import io.kvmherd.common.api.ClusterSettingsResource;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.engine.placement.Capacity;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The cluster as the API shows it. */
final class ClusterResources {
    private ClusterResources() {}

    static ClusterResource of(Snapshot snapshot, String version) {
        List<Capacity> capacities = Capacity.ofAll(snapshot.view());
        Collection<HostView> hosts = snapshot.view().hosts().values();
        Collection<GuestView> guests = snapshot.view().guests().values();
        return new ClusterResource(
                version,
                true,
                snapshot.state().identity().epoch().number(),
                snapshot.view().version(),
                counts(hosts, HostView::reachability),
                counts(hosts, HostView::duty),
                counts(guests, GuestView::state),
                (int) snapshot.state().operations().values().stream()
                        .filter(entry -> entry.record().isOpen())
                        .count(),
                sum(capacities, Capacity::usableMib),
                sum(capacities, capacity -> capacity.committed().have()),
                sum(capacities, capacity -> capacity.committed().limit()),
                sum(capacities, capacity -> capacity.guaranteed().have()),
                sum(capacities, capacity -> capacity.vcpus().have()),
                sum(capacities, capacity -> capacity.vcpus().limit()),
                Alarms.now(snapshot),
                snapshot.state().cluster().mode(),
                (int) hosts.stream().filter(HostView::observes).count(),
                snapshot.state().cluster().removed(),
                snapshot.view().settings().migrationPolicy(),
                snapshot.state().cluster().migrationFrom());
    }

    static ClusterSettingsResource settings(Snapshot snapshot, ClusterRecord set) {
        return new ClusterSettingsResource(
                set.mode(), set.over(snapshot.state().settings()).migrationPolicy(), set.migrationFrom());
    }

    private static long sum(List<Capacity> capacities, ToLongFunction<Capacity> number) {
        return capacities.stream().mapToLong(number).sum();
    }

    private static <T, K extends Comparable<K>> SortedMap<K, Integer> counts(Collection<T> all, Function<T, K> key) {
        SortedMap<K, Integer> counts = new TreeMap<>();
        all.forEach(one -> counts.merge(key.apply(one), 1, Integer::sum));
        return counts;
    }
}
