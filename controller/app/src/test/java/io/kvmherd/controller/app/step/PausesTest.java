package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.FakeAgent;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.Phase;
import org.junit.jupiter.api.Test;

final class PausesTest {
    private static final CommandResult FAILURE =
            new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "libvirt: no space left on device");
    private static final long HOUR_MS = 3_600_000;

    private static World worldWhereBuryingFails() {
        World world = World.of(2).guest(spec("web"), "h1");
        world.agent("h1").answerAlways(AgentCommand.BuryGuest.class, FAILURE);
        world.accepted(migrate("web", "h2"));
        return world;
    }

    private static long burials(World world) {
        return world.agent("h1").taken().stream()
                .filter(kind -> kind == AgentCommand.BuryGuest.class)
                .count();
    }

    @Test
    void asksAHostThatKeepsFailingLessAndLessOften() {
        World world = worldWhereBuryingFails();

        world.run(60_000);
        long inTheFirstMinute = burials(world);
        world.run(HOUR_MS);

        assertThat(inTheFirstMinute).isBetween(4L, 7L);
        assertThat(burials(world)).isBetween(110L, 130L);
        assertThat(world.openOperations())
                .singleElement()
                .extracting(OperationRecord::phase)
                .isEqualTo(Phase.BURY);
    }

    @Test
    void startsAgainAtTheFirstPaceWhenTheHostGreetsAnew() {
        World world = worldWhereBuryingFails();
        world.run(HOUR_MS);
        long before = burials(world);

        world.agent("h1").cut();
        world.run(6_000);

        assertThat(burials(world)).isBetween(before + 3, before + 5);
    }

    @Test
    void looksAtOnceWhenTheGuestChanges() {
        World world = World.of(2).guest(spec("web"), "h1").migrationWillEnd("web", MigrationEnd.CONFIRM_LOST);
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(45_000);
        GuestId web = world.guest("web").id();
        FakeAgent source = world.agent("h1");

        world.host("h1").remove(web);
        source.say(new LinkMessage.GuestVanished(web));
        world.run(1_000);

        assertThat(world.operation(operation).isOpen()).isFalse();
        assertThat(world.runsOn("web")).containsExactly("h2");
    }

    @Test
    void looksEachSecondAtAGuestThatTakesItsTime() {
        World world = World.of(1).guest(spec("web"), "h1");
        world.agent("h1").answerAlways(AgentCommand.ShutDownGuest.class, new CommandResult.Done());
        world.accepted(shutDown("web"));

        world.run(60_000);

        assertThat(world.agent("h1").taken().stream()
                        .filter(kind -> kind == AgentCommand.InspectGuest.class)
                        .count())
                .isGreaterThan(25);
    }
}
