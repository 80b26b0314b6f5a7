package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.api.HostProgress;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.Lineage;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.step.ControllerStep;
import io.kvmherd.controller.app.step.Views;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.store.StoredSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of one guest, oldest first, and what its host's evacuation says of them. */
final class HostProgressesTest {
    private static final Moment NOW = new Moment(1_000, StoredSamples.AT);
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final GuestId GUEST = new GuestId(new UUID(1, 1));

    /**
     * One part.
     *
     * @param host where its guest is
     */
    private record Part(OperationKind kind, HostId host, OperationState state) {}

    static Stream<Arguments> rows() {
        Part down = new Part(OperationKind.SHUT_DOWN, H1, OperationState.SUCCEEDED);
        Part relocated = new Part(OperationKind.RELOCATE, H1, OperationState.SUCCEEDED);
        Part notRelocated = new Part(OperationKind.RELOCATE, H1, OperationState.FAILED);
        Part moved = new Part(OperationKind.MIGRATE, H1, OperationState.SUCCEEDED);
        Part notMoved = new Part(OperationKind.MIGRATE, H1, OperationState.FAILED);
        return Stream.of(
                row("shut down to stay off", List.of(down), 1, 0, 0),
                row(
                        "shut down and relocation open",
                        List.of(down, new Part(OperationKind.RELOCATE, H1, OperationState.RUNNING)),
                        0,
                        1,
                        0),
                row("relocation failed", List.of(down, notRelocated), 0, 0, 1),
                row(
                        "relocation failed and start open",
                        List.of(down, notRelocated, new Part(OperationKind.START, H1, OperationState.QUEUED)),
                        0,
                        1,
                        1),
                row(
                        "relocation failed and started again",
                        List.of(down, notRelocated, new Part(OperationKind.START, H1, OperationState.SUCCEEDED)),
                        0,
                        0,
                        1),
                row("relocated", List.of(down, relocated), 1, 0, 0),
                row(
                        "relocated and started there",
                        List.of(down, relocated, new Part(OperationKind.START, H2, OperationState.SUCCEEDED)),
                        1,
                        0,
                        0),
                row(
                        "started again and moved in the next round",
                        List.of(down, notRelocated, new Part(OperationKind.START, H1, OperationState.SUCCEEDED), moved),
                        1,
                        0,
                        1),
                row("moved at the second try", List.of(notMoved, moved), 1, 0, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void judgesAGuestByItsNewestPart(String what, List<Part> parts, HostProgress wanted) {
        OperationRecord parent =
                operation(1, new Part(OperationKind.EVACUATE, H1, OperationState.RUNNING), Optional.empty());

        assertThat(HostProgresses.of(snapshot(parent, parts), parent)).containsExactly(wanted);
    }

    private static Arguments row(String what, List<Part> parts, int done, int underWay, int failed) {
        return Arguments.of(what, parts, new HostProgress(H1, done, underWay, failed, 0));
    }

    private static Snapshot snapshot(OperationRecord parent, List<Part> parts) {
        List<OperationRecord> operations = new ArrayList<>(List.of(parent));
        for (Part part : parts) {
            operations.add(operation(operations.size() + 1, part, Optional.of(parent.id())));
        }
        UUID database = new UUID(0, 1);
        StoredState stored = new StoredState(
                database,
                new Lineage(List.of()),
                0,
                0,
                ClusterRecord.UNTOUCHED,
                List.of(),
                List.of(),
                operations,
                List.of(),
                List.of(),
                new TreeMap<>(),
                List.of());
        ControllerState state =
                ControllerStep.start(new Epoch(1, database), stored, ClusterSettings.DEFAULT, new TreeSet<>(), NOW);
        return new Snapshot(state, Views.of(state, NOW), NOW);
    }

    private static OperationRecord operation(int number, Part part, Optional<OperationId> parent) {
        boolean open = !part.state().isTerminal();
        return new OperationRecord(
                StoredSamples.operationId(number),
                part.kind(),
                parent.map(any -> GUEST),
                Optional.of(part.host()),
                Optional.empty(),
                new PlacementGeneration(1),
                part.state(),
                part.kind().firstPhase(),
                0,
                0,
                false,
                parent,
                Optional.empty(),
                0,
                "root",
                "",
                StoredSamples.AT,
                open ? Optional.empty() : Optional.of(StoredSamples.AT),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of());
    }
}
