package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tries every assignment of a host's guests to the others; only for clusters whose hosts differ in memory alone. */
final class ExhaustiveEvacuation {
    private final ClusterView view;
    private final SortedMap<String, List<GuestSpec>> there = new TreeMap<>();
    private final List<GuestSpec> toMove;

    private ExhaustiveEvacuation(ClusterView view, HostView source) {
        this.view = view;
        view.hosts().values().stream()
                .filter(host -> !host.id().equals(source.id()))
                .forEach(host -> there.put(
                        host.id().value(), new ArrayList<>(specs(view, host).toList())));
        toMove = specs(view, source).toList();
    }

    static boolean isPossible(ClusterView view, HostView source) {
        return new ExhaustiveEvacuation(view, source).seatFrom(0);
    }

    private static Stream<GuestSpec> specs(ClusterView view, HostView host) {
        return view.guestsOf(host.id()).stream().map(GuestView::spec);
    }

    private boolean seatFrom(int index) {
        if (index == toMove.size()) {
            return true;
        }
        for (var host : there.entrySet()) {
            if (fits(toMove.get(index), host.getKey(), host.getValue())) {
                host.getValue().add(toMove.get(index));
                boolean possible = seatFrom(index + 1);
                host.getValue().removeLast();
                if (possible) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean fits(GuestSpec guest, String host, List<GuestSpec> others) {
        long usableMib = view.hosts().values().stream()
                .filter(candidate -> candidate.id().value().equals(host))
                .mapToLong(candidate -> candidate.facts().orElseThrow().memoryMib() - 2_048)
                .sum();
        long takenMib = others.stream().mapToLong(GuestSpec::committedMib).sum();
        boolean alone = guest.antiAffinityGroup().isEmpty()
                || others.stream().noneMatch(other -> other.antiAffinityGroup().equals(guest.antiAffinityGroup()));
        return alone && takenMib + guest.committedMib() <= usableMib;
    }
}
