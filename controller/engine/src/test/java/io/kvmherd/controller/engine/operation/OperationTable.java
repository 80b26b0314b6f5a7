package io.kvmherd.controller.engine.operation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The operation machine read from outside, cell by cell: as text, as a diagram, and as a graph to walk. */
final class OperationTable {
    private OperationTable() {}

    /** One filled cell. */
    record Cell(OperationKind kind, Phase phase, OperationEvent event, Transition transition) {}

    static Stream<Cell> cells(OperationKind kind) {
        return Arrays.stream(Phase.values()).flatMap(phase -> cells(kind, phase).stream());
    }

    static List<Cell> cells(OperationKind kind, Phase phase) {
        List<Cell> cells = new ArrayList<>();
        for (OperationEvent event : OperationEvent.values()) {
            OperationMachine.find(kind, phase, event)
                    .ifPresent(transition -> cells.add(new Cell(kind, phase, event, transition)));
        }
        return cells;
    }

    static boolean has(OperationKind kind, Phase phase, OperationEvent event) {
        return OperationMachine.find(kind, phase, event).isPresent();
    }

    static Set<Phase> phasesWithRows(OperationKind kind) {
        Set<Phase> phases = EnumSet.noneOf(Phase.class);
        cells(kind).forEach(cell -> phases.add(cell.phase()));
        return phases;
    }

    /** All phases that can be reached, without going on from those that stop the walk. */
    static Set<Phase> reachable(OperationKind kind, Phase from, Predicate<Phase> stopsAt) {
        Set<Phase> seen = EnumSet.of(from);
        List<Phase> toVisit = new ArrayList<>(List.of(from));
        while (!toVisit.isEmpty()) {
            Phase phase = toVisit.remove(toVisit.size() - 1);
            if (phase != from && stopsAt.test(phase)) {
                continue;
            }
            cells(kind, phase).stream()
                    .map(cell -> cell.transition().next())
                    .filter(seen::add)
                    .forEach(toVisit::add);
        }
        return seen;
    }

    static String asText() {
        StringBuilder text = new StringBuilder();
        for (OperationKind kind : OperationKind.values()) {
            text.append(kind).append(" begins in ").append(kind.firstPhase()).append('\n');
            for (Phase phase : Phase.values()) {
                appendPhase(text, kind, phase);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void appendPhase(StringBuilder text, OperationKind kind, Phase phase) {
        if (cells(kind, phase).isEmpty()) {
            return;
        }
        text.append("  ").append(phase).append('\n');
        List<String> impossible = new ArrayList<>();
        for (OperationEvent event : OperationEvent.values()) {
            Optional<Transition> transition = OperationMachine.find(kind, phase, event);
            if (transition.isPresent()) {
                text.append("    %-15s-> %s%n".formatted(event, words(phase, transition.get())));
            } else {
                impossible.add(event.name());
            }
        }
        text.append("    impossible: ").append(String.join(" ", impossible)).append('\n');
    }

    /** One diagram for each kind whose rows differ from those of the kind before. */
    static String asDiagram(OperationKind kind) {
        StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        text.append("    [*] --> ").append(kind.firstPhase()).append('\n');
        for (Phase phase : Phase.values()) {
            List<String> targets = cells(kind, phase).stream()
                    .map(cell -> target(cell.transition()))
                    .distinct()
                    .toList();
            for (String target : targets) {
                List<String> events = cells(kind, phase).stream()
                        .filter(cell -> target(cell.transition()).equals(target))
                        .map(OperationTable::label)
                        .toList();
                text.append("    %s --> %s: %s%n".formatted(phase, target, String.join(", ", events)));
            }
        }
        Stream.of(OperationState.values())
                .filter(state ->
                        cells(kind).anyMatch(cell -> cell.transition().ending().equals(Optional.of(state))))
                .forEach(state -> text.append("    ").append(state).append(" --> [*]\n"));
        return text.append("```\n").toString();
    }

    private static String target(Transition transition) {
        return transition
                .ending()
                .map(OperationState::name)
                .orElse(transition.next().name());
    }

    private static String label(Cell cell) {
        return switch (cell.transition().action()) {
            case NONE, STAY -> cell.event().name();
            case ABORT_AND_STAY -> cell.event() + " (abort)";
            case ALARM -> cell.event() + " (alarm)";
        };
    }

    private static String words(Phase phase, Transition transition) {
        String where = transition
                .ending()
                .map(ending -> "ends " + ending)
                .orElse(
                        transition.stays()
                                ? "stays"
                                : transition.next() == phase
                                        ? "again"
                                        : transition.next().name());
        String pause = transition.pauseMs() > 0 ? " after " + transition.pauseMs() + " ms" : "";
        String action = switch (transition.action()) {
            case NONE, STAY -> "";
            case ABORT_AND_STAY -> " and asks the source to abort";
            case ALARM -> " and raises the alarm";
        };
        return where + pause + action;
    }
}
