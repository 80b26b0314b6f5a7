package io.kvmherd.controller.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.controller.engine.testing.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every combination of what two hosts can say, against the outcome table written down once more. */
final class MigrationOutcomeTest {
    private static final GuestId GUEST = Clusters.guestId("web");

    /** What one host's word about the guest amounts to. */
    enum Side {
        /** Its memory is there and may go on. */
        HERE,
        /** Paused by a migration, and no migration goes on. */
        HANGING,
        /** Half of a guest whose post-copy migration broke. */
        SPLIT,
        /** No such guest, or only the shell that a migration left. */
        GONE,
        /** Defined, and nothing of it runs. */
        OFF,
        /** The host knows it and cannot say. */
        UNCLEAR
    }

    /** Rows are the source, columns the destination. */
    private static final String TABLE = """
                      HERE            HANGING    SPLIT      GONE         OFF             UNCLEAR
            HERE      RUNS_TWICE      UNDECIDED  UNDECIDED  ON_SOURCE    ON_SOURCE       UNDECIDED
            HANGING   CONFIRM_LOST    UNDECIDED  UNDECIDED  NOT_RESUMED  UNDECIDED       UNDECIDED
            SPLIT     UNDECIDED       UNDECIDED  UNDECIDED  UNDECIDED    UNDECIDED       UNDECIDED
            GONE      ON_DESTINATION  UNDECIDED  UNDECIDED  DIED         ON_DESTINATION  UNDECIDED
            OFF       ON_DESTINATION  UNDECIDED  UNDECIDED  DIED         DIED            UNDECIDED
            UNCLEAR   UNDECIDED       UNDECIDED  UNDECIDED  UNDECIDED    UNDECIDED       UNDECIDED
            """;

    @Test
    void judgesEveryPairOfStatesAsTheOutcomeTableSays() {
        for (Optional<ObservedGuest> source : everySighting()) {
            for (Optional<ObservedGuest> destination : everySighting()) {
                assertThat(MigrationOutcome.judge(source, destination))
                        .as("source %s, destination %s", words(source), words(destination))
                        .isEqualTo(expected(source, destination));
            }
        }
    }

    /** Rows are the source, columns the destination; ARRIVED has the generation that left the source, OLDER does not. */
    private static final String OFF_TABLE = """
                      ABSENT     OLDER      ARRIVED         RUNS            RUNS_OLDER  UNCLEAR
            ABSENT    DIED       DIED       ON_DESTINATION  ON_DESTINATION  UNDECIDED   UNDECIDED
            ARRIVED   ON_SOURCE  ON_SOURCE  ON_DESTINATION  ON_DESTINATION  UNDECIDED   UNDECIDED
            RUNS      ON_SOURCE  ON_SOURCE  ON_SOURCE       RUNS_TWICE      RUNS_TWICE  UNDECIDED
            UNCLEAR   UNDECIDED  UNDECIDED  UNDECIDED       UNDECIDED       UNDECIDED   UNDECIDED
            """;

    @Test
    void judgesEveryPairOfDefinitionsAsTheTableSays() {
        List<String> lines = OFF_TABLE.lines().toList();
        String[] columns = lines.getFirst().strip().split(" +");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.strip().split(" +");
            for (int column = 0; column < columns.length; column++) {
                assertThat(MigrationOutcome.judgeOff(
                                defined(cells[0]), defined(columns[column]), new PlacementGeneration(3)))
                        .as("source %s, destination %s", cells[0], columns[column])
                        .isEqualTo(OperationEvent.valueOf(cells[column + 1]));
            }
        }
    }

    @Test
    void waitsWhileADefinitionIsOnItsWay() {
        Optional<ObservedGuest> leaving = Optional.of(guest(GuestState.SHUT_OFF, GuestJob.MIGRATION_OUT, 3));

        OperationEvent event = MigrationOutcome.judgeOff(leaving, Optional.empty(), new PlacementGeneration(3));

        assertThat(event).isEqualTo(OperationEvent.UNDERWAY);
    }

    private static Optional<ObservedGuest> defined(String how) {
        return switch (how) {
            case "ABSENT" -> Optional.empty();
            case "RUNS_OLDER" -> Optional.of(guest(GuestState.RUNNING, GuestJob.NONE, 1));
            case "OLDER" -> Optional.of(guest(GuestState.SHUT_OFF, GuestJob.NONE, 1));
            case "ARRIVED" -> Optional.of(guest(GuestState.SHUT_OFF, GuestJob.NONE, 3));
            case "RUNS" -> Optional.of(guest(GuestState.RUNNING, GuestJob.NONE, 3));
            case "UNCLEAR" -> Optional.of(guest(GuestState.UNKNOWN, GuestJob.NONE, 3));
            default -> throw new IllegalArgumentException(how);
        };
    }

    private static ObservedGuest guest(GuestState state, GuestJob job, long placement) {
        return new ObservedGuest(
                GUEST, "web", Optional.of(new PlacementGeneration(placement)), state, job, 1, 512, 0, 0);
    }

    @Test
    void waitsWhileEitherHostHasAMigrationJob() {
        Optional<ObservedGuest> sending = seen(GuestState.RUNNING, GuestJob.MIGRATION_OUT);
        Optional<ObservedGuest> receiving = seen(GuestState.PAUSED_FOR_MIGRATION, GuestJob.MIGRATION_IN);

        assertThat(MigrationOutcome.judge(sending, receiving)).isEqualTo(OperationEvent.UNDERWAY);
        assertThat(MigrationOutcome.judge(sending, Optional.empty())).isEqualTo(OperationEvent.UNDERWAY);
        assertThat(MigrationOutcome.judge(Optional.empty(), receiving)).isEqualTo(OperationEvent.UNDERWAY);
    }

    @Test
    void resumesNoSourceWhoseGuestMayHaveRunAtTheDestination() {
        Optional<ObservedGuest> hanging = seen(GuestState.PAUSED_FOR_MIGRATION, GuestJob.NONE);

        assertThat(MigrationOutcome.judge(hanging, seen(GuestState.SHUT_OFF, GuestJob.NONE)))
                .isEqualTo(OperationEvent.UNDECIDED);
        assertThat(MigrationOutcome.judge(hanging, seen(GuestState.CRASHED, GuestJob.NONE)))
                .isEqualTo(OperationEvent.UNDECIDED);
    }

    @Test
    void givesAGuestThatWentOffAfterItsMoveToWhereItsDefinitionIs() {
        Optional<ObservedGuest> off = seen(GuestState.SHUT_OFF, GuestJob.NONE);

        assertThat(MigrationOutcome.judge(Optional.empty(), off)).isEqualTo(OperationEvent.ON_DESTINATION);
        assertThat(MigrationOutcome.judge(seen(GuestState.SHUT_OFF_MIGRATED, GuestJob.NONE), off))
                .isEqualTo(OperationEvent.ON_DESTINATION);
    }

    private static OperationEvent expected(Optional<ObservedGuest> source, Optional<ObservedGuest> destination) {
        if (migrates(source) || migrates(destination)) {
            return OperationEvent.UNDERWAY;
        }
        String row = TABLE.lines().toList().get(side(source).ordinal() + 1);
        return OperationEvent.valueOf(row.split("\\s+")[side(destination).ordinal() + 1]);
    }

    private static boolean migrates(Optional<ObservedGuest> guest) {
        return guest.map(ObservedGuest::job)
                .filter(job -> job == GuestJob.MIGRATION_OUT || job == GuestJob.MIGRATION_IN)
                .isPresent();
    }

    private static Side side(Optional<ObservedGuest> guest) {
        return guest.map(seen -> switch (seen.state()) {
                    case RUNNING, PAUSED, SHUTTING_DOWN, SUSPENDED -> Side.HERE;
                    case PAUSED_FOR_MIGRATION -> Side.HANGING;
                    case PAUSED_IN_POST_COPY -> Side.SPLIT;
                    case SHUT_OFF_MIGRATED -> Side.GONE;
                    case SHUT_OFF, SHUT_OFF_SAVED, CRASHED -> Side.OFF;
                    case UNKNOWN -> Side.UNCLEAR;
                })
                .orElse(Side.GONE);
    }

    private static List<Optional<ObservedGuest>> everySighting() {
        List<Optional<ObservedGuest>> all = new ArrayList<>();
        all.add(Optional.empty());
        for (GuestState state : GuestState.values()) {
            for (GuestJob job : GuestJob.values()) {
                all.add(seen(state, job));
            }
        }
        return all;
    }

    private static Optional<ObservedGuest> seen(GuestState state, GuestJob job) {
        return Optional.of(new ObservedGuest(
                GUEST, "web", Optional.of(PlacementGeneration.FIRST), state, job, 2, 2_048, 1_024, 0));
    }

    private static String words(Optional<ObservedGuest> guest) {
        return guest.map(seen -> seen.state() + " with job " + seen.job()).orElse("absent");
    }
}
