package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.cordon;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.plan.Plan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LifeCyclePlansTest {
    private static final String WHY = "what if";

    private static PlanRecord planned(World world, Request request) {
        Response response = world.ask(request);
        assertThat(response).isInstanceOf(Response.Planned.class);
        return ((Response.Planned) response).plan();
    }

    private static Request create(GuestSpec spec, boolean dryRun) {
        return new Request.CreateGuest(spec, true, Optional.empty(), dryRun, WHY);
    }

    private static OperationKind kindOf(World world, PlanRecord plan) {
        return world.operation(world.accepted(apply(plan.id()))).kind();
    }

    @Test
    void storeTheCreationAndCreateTheGuestThereWhenApplied() {
        World world = World.of(2);

        PlanRecord plan = planned(world, create(spec("web"), true));
        HostId host = plan.lifeCycle().orElseThrow().host();

        assertThat(world.state().plans()).containsKey(plan.id());
        assertThat(kindOf(world, plan)).isEqualTo(OperationKind.CREATE);
        world.settle();
        assertThat(world.guest("web").host()).contains(host);
        assertThat(world.runsOn("web")).containsExactly(host.value());
    }

    @Test
    void showWhatACreationTakesFromItsHost() {
        World world = World.of(1);

        Plan.Headroom room =
                planned(world, create(spec("web"), true)).plan().headroom().getFirst();

        assertThat(room.committedAfterMib() - room.committedBeforeMib())
                .isEqualTo(spec("web").committedMib());
    }

    @Test
    void carryOneGuestThroughItsLifeStepByStep() {
        World world = World.of(1).guest(spec("web"), "h1");
        List<Request> wishes = List.of(
                new Request.ShutDownGuest("web", true, WHY),
                new Request.StartGuest("web", true, WHY),
                new Request.StopGuest("web", true, WHY),
                new Request.DeleteGuest("web", false, true, WHY));

        List<OperationKind> kinds = wishes.stream()
                .map(wish -> {
                    OperationKind kind = kindOf(world, planned(world, wish));
                    world.settle();
                    return kind;
                })
                .toList();

        assertThat(kinds)
                .containsExactly(
                        OperationKind.SHUT_DOWN, OperationKind.START, OperationKind.STOP, OperationKind.DELETE);
        assertThat(world.state().guests()).isEmpty();
    }

    @Test
    void areRefusedWithTheRulesReasonsWhenTheHostTakesNoGuestsAnyMore() {
        World world = World.of(1);
        PlanRecord plan = planned(world, create(spec("web"), true));

        world.ask(cordon("h1"));

        assertThat(world.refused(apply(plan.id())).code()).isEqualTo(ErrorCode.INFEASIBLE);
        assertThat(world.state().guests()).isEmpty();
    }

    @Test
    void areRefusedWhenTheGuestIsElsewhereMeanwhile() {
        World world = World.of(2).guest(spec("web"), "h1");
        PlanRecord plan = planned(world, new Request.StopGuest("web", true, WHY));
        world.accepted(migrate("web", "h2"));
        world.settle();

        Response.Refused refused = world.refused(apply(plan.id()));

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused.why()).contains("host h2, not on h1");
    }

    @Test
    void areRefusedWhenThereIsNothingLeftToDo() {
        World world = World.of(1).guest(spec("web"), "h1");
        PlanRecord plan = planned(world, new Request.StopGuest("web", true, WHY));
        world.accepted(stop("web"));
        world.settle();

        assertThat(world.refused(apply(plan.id())).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void areNotMadeForWhatWouldBeRefused() {
        World world = World.of(1).guest(spec("web"), "h1");
        world.accepted(shutDown("web"));

        assertThat(world.refused(new Request.StopGuest("web", true, WHY)).code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(world.state().plans()).isEmpty();
    }
}
