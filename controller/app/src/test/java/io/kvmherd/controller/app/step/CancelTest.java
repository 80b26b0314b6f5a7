package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.cancel;
import static io.kvmherd.controller.app.testing.Asking.create;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationEvent;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationMachine;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CancelTest {
    private static final List<Long> MOMENTS = List.of(0L, 5L, 60L, 115L, 2_500L);

    @Test
    void endsAMigrationTrulyInWhateverPhaseItComes() {
        List<String> wrong = new ArrayList<>();

        for (MigrationEnd end : List.of(
                MigrationEnd.SUCCEEDS, MigrationEnd.HANGS, MigrationEnd.CONFIRM_LOST, MigrationEnd.NOT_RESUMED)) {
            for (Phase phase : Phase.values()) {
                boolean possible = OperationMachine.find(OperationKind.MIGRATE, phase, OperationEvent.CANCEL)
                        .isPresent();
                for (long moment : possible ? MOMENTS : List.<Long>of()) {
                    World world =
                            World.of(2).guest(specOn("web", "shared"), "h1").migrationWillEnd("web", end);
                    List<OperationId> operation = new ArrayList<>();
                    world.whenIn(phase, moment, () -> world.ask(cancel(operation.get(0))));
                    operation.add(world.accepted(migrate("web", "h2")));
                    world.settle();
                    OperationRecord ended = world.operation(operation.get(0));
                    if (!isTrue(world, ended)) {
                        wrong.add(end + ", " + moment + " ms into " + phase + ": " + ended + " on "
                                + world.runsOn("web"));
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static boolean isTrue(World world, OperationRecord ended) {
        String owner = world.guest("web").host().orElseThrow().value();
        boolean stayed = ended.state() == OperationState.FAILED || ended.state() == OperationState.CANCELLED;
        return world.runsOn("web").equals(List.of(owner))
                && owner.equals(stayed ? "h1" : "h2")
                && world.store().reservations().isEmpty()
                && (!stayed
                        || ended.failure().isEmpty()
                        || ended.failure().get().code() == ErrorCode.CANCELLED
                        || ended.state() == OperationState.FAILED);
    }

    @Test
    void abortsWhatIsBeingSent() {
        World world = World.of(2).guest(spec("web"), "h1").migrationWillEnd("web", MigrationEnd.HANGS);
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(2_000);

        world.ask(cancel(operation));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(world.agent("h1").taken()).containsOnlyOnce(AgentCommand.AbortMigration.class);
        assertThat(world.runsOn("web")).containsExactly("h1");
    }

    @Test
    void asksTheSourceAgainWhenTheRequestWasLostWithItsLink() {
        World world = World.of(2).guest(spec("web"), "h1").migrationWillEnd("web", MigrationEnd.HANGS);
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(2_000);
        world.agent("h1").leave();
        world.run(100);

        world.ask(cancel(operation));
        world.agent("h1").comeBack();
        world.run(10_000);

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
    }

    @Test
    void remembersTheRequestOverARestart() {
        World world = World.of(2).guest(spec("web"), "h1").migrationWillEnd("web", MigrationEnd.HANGS);
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(2_000);
        world.agent("h1").leave();
        world.run(100);
        world.ask(cancel(operation));

        world.restart();
        world.agent("h1").comeBack();
        world.run(10_000);

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
    }

    @Test
    void asksTheSourceOnlyOnceHoweverOftenItIsAsked() {
        World world = World.of(2).guest(spec("web"), "h1").migrationWillEnd("web", MigrationEnd.HANGS);
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(2_000);

        world.ask(cancel(operation));
        world.ask(cancel(operation));
        world.settle();

        assertThat(world.agent("h1").taken()).containsOnlyOnce(AgentCommand.AbortMigration.class);
    }

    @Test
    void stopsWaitingForAShutdownAndLeavesTheGuestToItself() {
        World world = World.of(1).guest(spec("web"), "h1");
        OperationId operation = world.accepted(shutDown("web"));
        world.whenIn(Phase.CONFIRM_OFF, 0, () -> world.ask(cancel(operation)));

        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
    }

    @Test
    void refusesWhatCannotBeUndoneHalfWay() {
        World world = World.of(1);
        OperationId operation = world.accepted(create("web"));

        Response.Refused refused = world.refused(cancel(operation));

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused.why()).contains("DEFINE");
    }

    @Test
    void refusesWhatHasEndedAndWhatNobodyKnows() {
        World world = World.of(1);
        OperationId operation = world.accepted(create("web"));
        world.settle();

        assertThat(world.refused(cancel(operation)).why()).contains("SUCCEEDED");
        assertThat(world.refused(cancel(new OperationId(new UUID(9, 9)))).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }
}
