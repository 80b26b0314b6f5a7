package io.kvmherd.controller.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.controller.engine.testing.Golden;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class OperationMachineTest {
    private static final Path TABLE =
            Path.of("src/test/resources/io/kvmherd/controller/engine/operation/operation-table.txt");

    static Stream<OperationKind> kindsWithPhasesOfTheirOwn() {
        return Arrays.stream(OperationKind.values()).filter(kind -> !kind.isParent());
    }

    @Test
    void saysInEveryCellWhatTheCheckedInTableSays() {
        Golden.check(TABLE, OperationTable.asText());
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void refusesEveryEventThatCannotHappenLoudly(OperationKind kind) {
        for (Phase phase : Phase.values()) {
            for (OperationEvent event : OperationEvent.values()) {
                if (OperationTable.has(kind, phase, event)) {
                    assertThat(OperationMachine.next(kind, phase, event))
                            .isEqualTo(OperationMachine.find(kind, phase, event).orElseThrow());
                } else {
                    assertThatThrownBy(() -> OperationMachine.next(kind, phase, event))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining(event.name())
                            .hasMessageContaining(kind.name())
                            .hasMessageContaining(phase.name());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void reachesEveryPhaseThatHasRowsFromTheFirst(OperationKind kind) {
        Set<Phase> reachable = OperationTable.reachable(kind, kind.firstPhase(), phase -> false);

        assertThat(reachable).containsAll(OperationTable.phasesWithRows(kind));
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void hasRowsForEveryPhaseThatItReaches(OperationKind kind) {
        Set<Phase> reachable = OperationTable.reachable(kind, kind.firstPhase(), phase -> false);

        assertThat(OperationTable.phasesWithRows(kind))
                .containsAll(
                        reachable.stream().filter(phase -> phase != Phase.ENDED).toList());
    }

    @ParameterizedTest
    @MethodSource("kindsWithPhasesOfTheirOwn")
    void canEndFromEveryPhase(OperationKind kind) {
        for (Phase phase : OperationTable.phasesWithRows(kind)) {
            assertThat(OperationTable.reachable(kind, phase, next -> false)).contains(Phase.ENDED);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsWithPhasesOfTheirOwn")
    void canSucceed(OperationKind kind) {
        assertThat(OperationTable.cells(kind).flatMap(cell -> cell.transition().ending().stream()))
                .contains(OperationState.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void hasNoRowForWhatHasEnded(OperationKind kind) {
        assertThat(OperationTable.cells(kind, Phase.ENDED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void endsOnlyInTerminalStates(OperationKind kind) {
        assertThat(OperationTable.cells(kind).flatMap(cell -> cell.transition().ending().stream()))
                .allMatch(OperationState::isTerminal);
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void staysWhereItIsWhenItSaysSo(OperationKind kind) {
        assertThat(OperationTable.cells(kind).filter(cell -> cell.transition().stays()))
                .allMatch(cell -> cell.transition().next() == cell.phase()
                        && cell.transition().pauseMs() == 0);
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void knowsWhatEveryAnswerOfAHostMeansInEveryPhaseThatAsksOne(OperationKind kind) {
        for (Phase phase : OperationTable.phasesWithRows(kind)) {
            if (phase.sendsCommand()) {
                assertThat(List.of(OperationEvent.REFUSED, OperationEvent.FAILED, OperationEvent.LIFE_CHANGED))
                        .allMatch(event -> OperationTable.has(kind, phase, event), kind + " " + phase);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void pausesBeforeItRepeatsWhatAHostRefusedOrFailed(OperationKind kind) {
        assertThat(OperationTable.cells(kind)
                        .filter(cell -> cell.event() != OperationEvent.LIFE_CHANGED)
                        .filter(cell -> cell.transition().next() == cell.phase())
                        .filter(cell -> !cell.transition().stays()))
                .allMatch(cell -> cell.transition().pauseMs() == OperationMachine.LOOK_AGAIN_MS);
    }

    @Test
    void neverEndsAMigrationThatMayHaveBegunBeforeBothHostsWereInspected() {
        Set<Phase> withoutJudgement = OperationTable.reachable(
                OperationKind.MIGRATE, Phase.SEND, phase -> phase == Phase.INSPECT_DESTINATION);

        assertThat(withoutJudgement).doesNotContain(Phase.ENDED, Phase.ADOPT, Phase.BURY, Phase.WITHDRAW);
    }

    @Test
    void neverEndsAMigrationWithItsAnnouncementStanding() {
        Set<Phase> withoutClosing = OperationTable.reachable(
                OperationKind.MIGRATE, Phase.EXPECT, phase -> phase == Phase.WITHDRAW || phase == Phase.ADOPT);

        assertThat(withoutClosing).doesNotContain(Phase.ENDED);
    }

    @Test
    void endsByTimeOnlyAMigrationWhoseDestinationCannotHaveTheGuest() {
        assertThat(OperationTable.cells(OperationKind.MIGRATE)
                        .filter(cell -> cell.event() == OperationEvent.OVERDUE)
                        .filter(cell -> cell.transition().ending().isPresent())
                        .map(OperationTable.Cell::phase))
                .containsExactlyInAnyOrder(
                        Phase.PROVE_WRITE, Phase.PROVE_READ, Phase.DESCRIBE, Phase.CHECK, Phase.WITHDRAW);
    }

    @Test
    void sendsNothingThatMovesAGuestBeforeBothHostsAreThere() {
        assertThat(OperationTable.cells(OperationKind.MIGRATE)
                        .filter(cell -> cell.transition().next() == Phase.SEND)
                        .filter(cell -> !cell.transition().stays())
                        .map(OperationTable.Cell::phase))
                .containsOnly(Phase.STAND_BY);
    }

    @Test
    void resumesASourceOnlyAfterItsDestinationWasClosed() {
        assertThat(OperationTable.cells(OperationKind.MIGRATE)
                        .filter(cell -> cell.transition().next() == Phase.RESUME_SOURCE)
                        .map(OperationTable.Cell::phase))
                .containsOnly(Phase.CLOSE_DESTINATION, Phase.RESUME_SOURCE);
    }

    @Test
    void looksAgainAfterEveryRepairOfAMigration() {
        for (Phase repair : List.of(Phase.REMOVE_SOURCE_COPY, Phase.RESUME_SOURCE)) {
            assertThat(OperationMachine.next(OperationKind.MIGRATE, repair, OperationEvent.DONE)
                            .next())
                    .isEqualTo(Phase.INSPECT_SOURCE);
        }
    }

    @Test
    void letsOnlyTheJudgementMoveOwnership() {
        assertThat(OperationTable.cells(OperationKind.MIGRATE)
                        .filter(cell -> cell.transition().next() == Phase.ADOPT && cell.phase() != Phase.ADOPT))
                .singleElement()
                .satisfies(cell -> {
                    assertThat(cell.phase()).isEqualTo(Phase.INSPECT_DESTINATION);
                    assertThat(cell.event()).isEqualTo(OperationEvent.ON_DESTINATION);
                });
    }
}
