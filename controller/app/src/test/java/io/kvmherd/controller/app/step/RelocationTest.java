package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Guests that are off go to another host by their definition. */
final class RelocationTest {
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");

    @Test
    void movesTheRightWithTheDefinitionAndBuriesTheOldOne() {
        World world = off(World.of(2), "shared");

        OperationState state = relocated(world, "h2");

        assertThat(state).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.guest("web").host()).contains(H2);
        assertThat(world.guest("web").placement().value()).isEqualTo(2);
        assertThat(world.host("h1").stateOf(world.guest("web").id())).isEmpty();
        assertThat(world.host("h1").isBuried(world.guest("web").id(), 1)).isTrue();
        assertThat(world.host("h2").stateOf(world.guest("web").id())).contains(GuestState.SHUT_OFF);
        assertThat(world.events(EventRecord.What.GUEST_MOVED)).hasSize(1);
    }

    @Test
    void goesToAnotherMakersCpuAndStartsThere() {
        World world = off(World.of(1), "shared");
        world.addHost("h2", CpuVendor.AMD, 34 * 1_024L).run(2_000);

        OperationState state = relocated(world, "h2");
        world.accepted(start("web"));
        world.settle();

        assertThat(state).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.runsOn("web")).containsExactly("h2");
    }

    @Test
    void refusesAGuestThatRuns() {
        World world = World.of(2).guest(specOn("web", "shared"), "h1");

        Response.Refused refused = world.refused(relocate("h2", false));

        assertThat(refused.verdicts().getFirst().reasons())
                .contains(Reason.of(ReasonCode.GUEST_NOT_OFF).with("state", "RUNNING"));
    }

    @Test
    void refusesADiskThatTheOtherHostDoesNotReach() {
        World world = off(World.of(2), "local");

        Response.Refused refused = world.refused(relocate("h2", false));

        assertThat(refused.code()).isEqualTo(ErrorCode.INFEASIBLE);
        assertThat(refused.verdicts().getFirst().reasons())
                .extracting(Reason::code)
                .containsExactly(ReasonCode.POOL_NOT_SHARED);
    }

    @Test
    void staysWhereItsHostFailsToHandItOver() {
        World world = off(World.of(2), "shared");
        world.agent("h1")
                .answerNext(
                        AgentCommand.RelocateGuest.class,
                        new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "a certificate is not believed"));

        OperationState state = relocated(world, "h2");

        assertThat(state).isEqualTo(OperationState.FAILED);
        assertThat(world.guest("web").host()).contains(H1);
        assertThat(world.guest("web").placement().value()).isEqualTo(1);
        assertThat(world.host("h2").expects(world.guest("web").id())).isFalse();
    }

    @Test
    void isSettledByAnotherControllerWhenItsOwnDied() {
        World world = off(World.of(2), "shared");
        world.accepted(relocate("h2", false));

        world.run(20).restart().settle();

        assertThat(world.guest("web").host()).contains(H2);
        assertThat(world.host("h1").stateOf(world.guest("web").id())).isEmpty();
    }

    @Test
    void isPlannedFirstAndCarriedOutById() {
        World world = off(World.of(2), "shared");

        Response.Planned planned = (Response.Planned) world.ask(relocate("h2", true));
        boolean stayed = world.guest("web").host().equals(Optional.of(H1));
        world.accepted(apply(planned.plan().id()));
        world.settle();

        assertThat(stayed).isTrue();
        assertThat(planned.plan().lifeCycle().orElseThrow().to()).contains(H2);
        assertThat(world.guest("web").host()).contains(H2);
    }

    private static World off(World world, String pool) {
        world.accepted(new Request.CreateGuest(specOn("web", pool), false, Optional.of(H1), false, "because"));
        return world.settle();
    }

    private static OperationState relocated(World world, String to) {
        OperationId operation = world.accepted(relocate(to, false));
        return world.settle().operation(operation).state();
    }

    private static Request relocate(String to, boolean dryRun) {
        return new Request.RelocateGuest("web", Optional.of(new HostId(to)), dryRun, "because");
    }
}
