package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.cancel;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The destination of a migration goes away, in each phase, and never returns. */
final class LostDestinationTest {
    private static final long HOUR_MS = 3_600_000;

    private static World world(MigrationEnd end) {
        return World.of(2).guest(specOn("web", "shared"), "h1").migrationWillEnd("web", end);
    }

    private static OperationId lostIn(World world, Phase phase) {
        world.whenIn(phase, 0, () -> world.agent("h2").die());
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(HOUR_MS);
        return operation;
    }

    @ParameterizedTest
    @CsvSource({
        "PROVE_WRITE, SUCCEEDS",
        "PROVE_READ, SUCCEEDS",
        "DESCRIBE, SUCCEEDS",
        "CHECK, SUCCEEDS",
        "EXPECT, SUCCEEDS",
        "WITHDRAW, FAILS"
    })
    void endsByTimeWhereTheDestinationCannotHaveTheGuest(Phase phase, MigrationEnd end) {
        World world = world(end);

        OperationRecord operation = world.operation(lostIn(world, phase));

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(operation.failure()).isPresent();
        assertThat(world.runsOn("web")).containsExactly("h1");
        assertThat(world.store().reservations()).isEmpty();
        world.accepted(shutDown("web"));
    }

    @ParameterizedTest
    @CsvSource({
        "SEND, SUCCEEDS",
        "INSPECT_SOURCE, SUCCEEDS",
        "INSPECT_DESTINATION, SUCCEEDS",
        "ADOPT, SUCCEEDS",
        "REMOVE_SOURCE_COPY, CONFIRM_LOST",
        "CLOSE_DESTINATION, NOT_RESUMED",
        "RESUME_SOURCE, NOT_RESUMED"
    })
    void waitsWhereOnlyTheDestinationCanTell(Phase phase, MigrationEnd end) {
        World world = world(end);

        OperationId operation = lostIn(world, phase);

        assertThat(world.operation(operation).isOpen()).isTrue();
        assertThat(world.operation(operation).addressee()).contains(new HostId("h2"));
        world.agent("h2").revive();
        world.settle();
        assertThat(world.runsOn("web")).hasSize(1);
    }

    @Test
    void succeedsWhenOnlyTheFormerOwnerIsLeftToBeToldOfIt() {
        World world = world(MigrationEnd.SUCCEEDS);

        OperationRecord operation = world.operation(lostIn(world, Phase.BURY));

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void givesUpAMigrationThatStandsByForADestinationThatIsGone() {
        World world = standingBy();

        world.run(HOUR_MS);

        OperationRecord operation = world.operation(world.state().operations().lastKey());
        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(operation.failure().orElseThrow().code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(operation.failure().orElseThrow().detail())
                .contains("STAND_BY")
                .contains("h2");
        assertThat(world.agent("h1").taken()).doesNotContain(AgentCommand.MigrateGuest.class);
    }

    @Test
    void cancelsAMigrationThatStandsByWithoutItsDestination() {
        World world = standingBy();
        OperationId operation = world.openOperations().getFirst().id();

        world.ask(cancel(operation));
        world.run(HOUR_MS);

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(world.runsOn("web")).containsExactly("h1");
    }

    @Test
    void keepsTheReasonOfTheEndWhenTheWithdrawalFails() {
        World world = world(MigrationEnd.FAILS);
        CommandResult noSpace = new CommandResult.Failed(ErrorCode.FILE_FAILED, "no space left on device");
        world.agent("h2").answerAlways(AgentCommand.WithdrawArrival.class, noSpace);

        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(HOUR_MS);

        OperationRecord ended = world.operation(operation);
        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(ended.failure().orElseThrow().detail()).isEqualTo("libvirt: migration failed");
    }

    /** The source was away for a moment when the destination announced the guest; then the destination goes. */
    private static World standingBy() {
        World world = world(MigrationEnd.SUCCEEDS);
        world.whenIn(Phase.EXPECT, 50, () -> world.agent("h1").leave()).whenIn(Phase.STAND_BY, 10, () -> {
            world.agent("h2").die();
            world.agent("h1").comeBack();
        });
        world.accepted(migrate("web", "h2"));
        return world.run(10_000);
    }
}
