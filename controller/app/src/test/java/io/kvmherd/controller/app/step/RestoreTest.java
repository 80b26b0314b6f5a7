package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.cancel;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.planRestore;
import static io.kvmherd.controller.app.testing.Asking.restoreHost;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static io.kvmherd.controller.app.testing.Asking.uncordon;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RestoreTest {
    private static World emptied(int guests) {
        World world = World.of(3);
        for (int number = 1; number <= guests; number++) {
            world.guest(specOn("g" + number, "shared"), "h1");
        }
        world.accepted(evacuate("h1"));
        world.settle();
        return world;
    }

    private static World activeAgain(int guests) {
        World world = emptied(guests);
        world.ask(uncordon("h1"));
        return world;
    }

    private static PlanRecord planned(World world) {
        Response response = world.ask(planRestore("h1"));
        assertThat(response).isInstanceOf(Response.Planned.class);
        return ((Response.Planned) response).plan();
    }

    private static String other(World world, String guest) {
        return world.runsOn(guest).contains("h2") ? "h3" : "h2";
    }

    @Test
    void bringsBackEveryGuestThatTheEvacuationMovedAway() {
        World world = activeAgain(4);

        OperationId operation = world.accepted(restoreHost("h1"));
        world.settle();

        assertThat(world.operation(operation).kind()).isEqualTo(OperationKind.RESTORE);
        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        for (int number = 1; number <= 4; number++) {
            assertThat(world.runsOn("g" + number)).containsExactly("h1");
        }
        assertThat(world.entry("h1").record().duty()).isEqualTo(HostDuty.ACTIVE);
    }

    @Test
    void leavesAGuestThatSomebodyHasMovedSince() {
        World world = activeAgain(2);
        String chosen = other(world, "g1");
        world.accepted(migrate("g1", chosen));
        world.settle();

        OperationId operation = world.accepted(restoreHost("h1"));
        world.settle();

        OperationRecord ended = world.operation(operation);
        assertThat(world.runsOn("g1")).containsExactly(chosen);
        assertThat(world.runsOn("g2")).containsExactly("h1");
        assertThat(ended.state()).isEqualTo(OperationState.PARTLY_DONE);
        assertThat(ended.reasons()).extracting(Reason::code).containsExactly(ReasonCode.MOVED_SINCE);
        assertThat(ended.failure().orElseThrow().detail()).isEqualTo("1 brought back to host h1; not brought back: g1");
    }

    @Test
    void bringsBackTheDefinitionOfAGuestThatIsOffByNow() {
        World world = activeAgain(1);
        world.accepted(stop("g1"));
        world.settle();

        PlanRecord plan = planned(world);
        OperationId operation = world.accepted(restoreHost("h1"));
        world.settle();

        assertThat(plan.plan().steps()).isEmpty();
        assertThat(plan.plan().coldMoves()).hasSize(1);
        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.guest("g1").host()).contains(new HostId("h1"));
        assertThat(world.runsOn("g1")).isEmpty();
    }

    @Test
    void leavesAGuestThatIsOffByNowWhenItIsToBeSmart() {
        World world = activeAgain(1);
        world.accepted(stop("g1"));
        world.settle();

        OperationId operation = world.accepted(restoreHost("h1", RestoreScope.SMART));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.guest("g1").host()).isNotEqualTo(Optional.of(new HostId("h1")));
    }

    @Test
    void saysWhatWouldBeDoneAndDoesItByThePlansId() {
        World world = activeAgain(2);

        PlanRecord plan = planned(world);
        assertThat(world.runsOn("g1")).doesNotContain("h1");
        OperationId operation = world.accepted(apply(plan.id()));
        world.settle();

        assertThat(plan.plan().steps()).hasSize(2);
        assertThat(world.operation(operation).kind()).isEqualTo(OperationKind.RESTORE);
        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.runsOn("g1")).containsExactly("h1");
    }

    @Test
    void refusesAPlanWhoseGuestHasMovedSince() {
        World world = activeAgain(1);
        PlanRecord plan = planned(world);
        world.accepted(migrate("g1", other(world, "g1")));
        world.settle();

        assertThat(world.refused(apply(plan.id())).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void waitsUntilTheHostTakesGuestsAgain() {
        World world = emptied(1);

        Response.Refused refused = world.refused(restoreHost("h1"));

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused.why()).contains("EVACUATED");
        assertThat(refused.next()).contains("kvmherd uncordon h1");
        assertThat(planned(world).plan().steps()).hasSize(1);
    }

    @Test
    void refusesAHostThatWasNeverEvacuatedAndOneThatNobodyKnows() {
        World world = World.of(2);

        assertThat(world.refused(restoreHost("h1")).why()).contains("No evacuation");
        assertThat(world.refused(restoreHost("h9")).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void refusesASecondOneMeanwhile() {
        World world = activeAgain(3);
        OperationId first = world.accepted(restoreHost("h1"));

        assertThat(world.refused(restoreHost("h1")).why()).contains(first.toString());
    }

    @Test
    void goesOnAfterTheControllerWasRestarted() {
        World world = activeAgain(4);
        OperationId operation = world.accepted(restoreHost("h1"));
        world.run(3_000);

        world.restart();
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.runsOn("g4")).containsExactly("h1");
    }

    @Test
    void remembersTheEvacuationOverARestart() {
        World world = activeAgain(1);
        world.restart();
        world.run(20_000);

        world.accepted(restoreHost("h1"));
        world.settle();

        assertThat(world.runsOn("g1")).containsExactly("h1");
    }

    @Test
    void beginsNothingMoreOnceItIsCancelled() {
        World world = activeAgain(4);
        OperationId operation = world.accepted(restoreHost("h1"));

        world.ask(cancel(operation));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(world.runsOn("g4")).doesNotContain("h1");
        assertThat(world.entry("h1").record().duty()).isEqualTo(HostDuty.ACTIVE);
    }

    @Test
    void namesAGuestWhoseMigrationFailedAndBringsItBackWhenAskedAgain() {
        World world = activeAgain(2).migrationWillEnd("g1", MigrationEnd.FAILS);

        OperationId first = world.accepted(restoreHost("h1"));
        world.settle();
        OperationId second = world.accepted(restoreHost("h1"));
        world.settle();

        assertThat(world.operation(first).state()).isEqualTo(OperationState.PARTLY_DONE);
        assertThat(world.operation(first).failure().orElseThrow().detail()).endsWith("not brought back: g1");
        assertThat(world.operation(second).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.runsOn("g1")).containsExactly("h1");
    }
}
