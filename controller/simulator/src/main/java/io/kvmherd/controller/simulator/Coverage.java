package io.kvmherd.controller.simulator;

import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * In which phases operations were when a fault was set up, and how often. Most faults strike at once; one of a migration, a
 * commit or a log strikes at the next one.
 *
 * @param hits by fault and phase; what never was is absent
 */
public record Coverage(SortedMap<FaultKind, SortedMap<Phase, Long>> hits) {
    public Coverage {
        SortedMap<FaultKind, SortedMap<Phase, Long>> copy = new TreeMap<>();
        hits.forEach((fault, phases) -> copy.put(fault, Collections.unmodifiableSortedMap(new TreeMap<>(phases))));
        hits = Collections.unmodifiableSortedMap(copy);
    }

    /** Nothing yet. */
    public static Coverage none() {
        return new Coverage(new TreeMap<>());
    }

    /** Both together. */
    public Coverage with(Coverage other) {
        SortedMap<FaultKind, SortedMap<Phase, Long>> sum = new TreeMap<>();
        for (Coverage part : List.of(this, other)) {
            part.hits.forEach((fault, phases) -> phases.forEach((phase, count) ->
                    sum.computeIfAbsent(fault, key -> new TreeMap<>()).merge(phase, count, Long::sum)));
        }
        return new Coverage(sum);
    }

    /** A fault is set up while the controller is in this state. */
    Coverage met(FaultKind fault, ControllerState state) {
        SortedMap<Phase, Long> phases = new TreeMap<>();
        for (OperationEntry entry : state.operations().values()) {
            if (entry.record().isOpen()) {
                phases.put(entry.record().phase(), 1L);
            }
        }
        return with(new Coverage(new TreeMap<>(Collections.singletonMap(fault, phases))));
    }

    /** A table for people: a line per phase, a column per fault, numbered as in the lines below it. */
    public List<String> lines() {
        List<FaultKind> faults = List.copyOf(hits.keySet());
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("%-20s".formatted("PHASE"));
        for (int column = 1; column <= faults.size(); column++) {
            head.append("%5s".formatted("F" + column));
        }
        lines.add(head.toString());
        for (Phase phase : Phase.values()) {
            StringBuilder line = new StringBuilder("%-20s".formatted(phase));
            faults.forEach(fault -> line.append("%5d".formatted(count(fault, phase))));
            if (faults.stream().anyMatch(fault -> count(fault, phase) > 0)) {
                lines.add(line.toString());
            }
        }
        for (int column = 1; column <= faults.size(); column++) {
            lines.add("F%d %s".formatted(column, faults.get(column - 1)));
        }
        return List.copyOf(lines);
    }

    private long count(FaultKind fault, Phase phase) {
        return hits.getOrDefault(fault, new TreeMap<>()).getOrDefault(phase, 0L);
    }
}
