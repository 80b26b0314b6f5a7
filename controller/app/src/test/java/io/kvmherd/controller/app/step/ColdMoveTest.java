package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.cancel;
import static io.kvmherd.controller.app.testing.Asking.cordon;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.evacuation;
import static io.kvmherd.controller.app.testing.Asking.planEvacuation;
import static io.kvmherd.controller.app.testing.Asking.restoreHost;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.uncordon;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ColdMoveTest {
    /** Three hosts, a guest "web" that moves live and a guest "pet" of that policy, both on h1. */
    private static World with(EvacuationPolicy policy) {
        World world = World.of(3);
        world.guest(specOn("web", "shared"), "h1").guest(specOn("pet", "shared"), "h1");
        world.ask(evacuation("pet", policy));
        return world;
    }

    /** A guest "pet" on h1; the only other host has a CPU of another maker. */
    private static World betweenMakers(EvacuationPolicy policy) {
        World world = World.of(1).addHost("h2", CpuVendor.AMD, 34 * 1_024L).run(2_000);
        world.guest(specOn("pet", "shared"), "h1");
        world.ask(evacuation("pet", policy));
        return world;
    }

    private static World evacuated(World world) {
        world.accepted(evacuate("h1"));
        return world.settle();
    }

    private static String detail(World world, OperationId operation) {
        return world.operation(operation).failure().orElseThrow().detail();
    }

    private static List<OperationKind> kinds(World world, OperationId parent, String guest) {
        return world.state().operations().values().stream()
                .map(entry -> entry.record())
                .filter(part -> part.parent().equals(Optional.of(parent)))
                .filter(part ->
                        part.guest().equals(Optional.of(world.guest(guest).id())))
                .map(OperationRecord::kind)
                .toList();
    }

    private static OperationId evacuatingUntil(World world, OperationKind step) {
        OperationId operation = world.accepted(evacuate("h1"));
        while (!kinds(world, operation, "pet").contains(step)) {
            world.run(100);
        }
        return operation;
    }

    private static OperationId evacuatedThoughNoMigrationOfPetSucceeds(World world) {
        OperationId operation = world.accepted(evacuate("h1"));
        while (world.operation(operation).isOpen()) {
            world.migrationWillEnd("pet", MigrationEnd.FAILS).run(100);
        }
        return operation;
    }

    @Test
    void shutsDownMovesAndStarts() {
        World world = with(EvacuationPolicy.COLD);

        OperationId operation = world.accepted(evacuate("h1"));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(kinds(world, operation, "pet"))
                .containsExactly(OperationKind.SHUT_DOWN, OperationKind.RELOCATE, OperationKind.START);
        assertThat(world.runsOn("pet")).hasSize(1).doesNotContain("h1");
        assertThat(world.guest("pet").wish()).isEqualTo(Wish.RUNNING);
        assertThat(world.guest("pet").outside()).isEmpty();
        assertThat(world.duty("h1")).isEqualTo(HostDuty.EVACUATED);
    }

    @Test
    void isDoneByAPlanThatWasLookedAt() {
        World world = with(EvacuationPolicy.COLD);
        PlanRecord plan = ((Response.Planned) world.ask(planEvacuation("h1"))).plan();

        world.accepted(apply(plan.id()));
        world.settle();

        assertThat(plan.plan().coldMoves()).hasSize(1);
        assertThat(world.runsOn("pet"))
                .containsExactly(plan.plan().coldMoves().getFirst().move().to().value());
    }

    @Test
    void isNotDoneByAPlanToAGuestWhosePolicyHasChanged() {
        World world = with(EvacuationPolicy.COLD);
        PlanRecord plan = ((Response.Planned) world.ask(planEvacuation("h1"))).plan();
        world.ask(evacuation("pet", EvacuationPolicy.LIVE));

        OperationId operation = world.accepted(apply(plan.id()));
        world.settle();

        assertThat(kinds(world, operation, "pet")).isEmpty();
        assertThat(world.runsOn("pet")).containsExactly("h1");
    }

    @Test
    void goesLiveInsteadWhereThatIsEnoughForIt() {
        World world = with(EvacuationPolicy.LIVE_ELSE_COLD);

        OperationId operation = world.accepted(evacuate("h1"));
        world.settle();

        assertThat(kinds(world, operation, "pet")).containsExactly(OperationKind.MIGRATE);
    }

    @Test
    void isTheLastResortForWhoCannotGoLive() {
        World world = betweenMakers(EvacuationPolicy.LIVE_ELSE_COLD);

        OperationId operation = world.accepted(evacuate("h1"));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.runsOn("pet")).containsExactly("h2");
    }

    @Test
    void isTheLastResortForWhomLibvirtLetsNotGoLive() {
        World world = with(EvacuationPolicy.LIVE_ELSE_COLD);

        OperationId operation = evacuatedThoughNoMigrationOfPetSucceeds(world);

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(kinds(world, operation, "pet"))
                .containsExactly(
                        OperationKind.MIGRATE,
                        OperationKind.MIGRATE,
                        OperationKind.SHUT_DOWN,
                        OperationKind.RELOCATE,
                        OperationKind.START);
        assertThat(world.runsOn("pet")).hasSize(1).doesNotContain("h1");
    }

    @Test
    void isNotForWhomLibvirtLetsNotGoLiveAndWhosePolicyIsLive() {
        World world = with(EvacuationPolicy.LIVE);

        OperationId operation = evacuatedThoughNoMigrationOfPetSucceeds(world);

        assertThat(kinds(world, operation, "pet")).containsOnly(OperationKind.MIGRATE);
        assertThat(world.runsOn("pet")).containsExactly("h1");
    }

    @Test
    void goesToAnotherHostWhereTheFirstTakesItNoMore() {
        World world = with(EvacuationPolicy.COLD);
        PlanRecord plan = ((Response.Planned) world.ask(planEvacuation("h1"))).plan();
        String first = plan.plan().coldMoves().getFirst().move().to().value();
        world.whenIn(Phase.CONFIRM_OFF, 0, () -> world.ask(cordon(first)));

        OperationId operation = world.accepted(evacuate("h1"));
        world.settle();

        assertThat(kinds(world, operation, "pet"))
                .containsExactly(OperationKind.SHUT_DOWN, OperationKind.RELOCATE, OperationKind.START);
        assertThat(world.runsOn("pet")).hasSize(1).doesNotContain("h1", first);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUT_DOWN", "RELOCATE", "START"})
    void goesOnAfterARestartInEachOfItsSteps(OperationKind step) {
        World world = with(EvacuationPolicy.COLD);
        OperationId operation = evacuatingUntil(world, step);

        world.restart();
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(kinds(world, operation, "pet"))
                .containsExactly(OperationKind.SHUT_DOWN, OperationKind.RELOCATE, OperationKind.START);
        assertThat(world.runsOn("pet")).hasSize(1).doesNotContain("h1");
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUT_DOWN", "RELOCATE", "START"})
    void goesOnWhereTheControllerDiedAfterItDecidedOnAStep(OperationKind step) {
        World world = with(EvacuationPolicy.COLD);
        Phase before = switch (step) {
            case SHUT_DOWN -> Phase.COORDINATE;
            case RELOCATE -> Phase.CONFIRM_OFF;
            default -> Phase.BURY;
        };
        world.whenIn(before, 0, world::dieAfterNextCommit);

        OperationId operation = world.accepted(evacuate("h1"));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.runsOn("pet")).hasSize(1).doesNotContain("h1");
    }

    @Nested
    final class WhenItCannotBe {
        @Test
        void leavesRunningWhoHasNowhereToGo() {
            World world = World.of(2).guest(specOn("pet", "local"), "h1");
            world.ask(evacuation("pet", EvacuationPolicy.COLD));

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(kinds(world, operation, "pet")).isEmpty();
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void leavesRunningWhoDoesNotShutDownAndNamesIt() {
            World world = with(EvacuationPolicy.COLD);
            world.host("h1").turnDeaf(world.guest("pet").id());

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.PARTLY_DONE);
            assertThat(kinds(world, operation, "pet")).containsOnly(OperationKind.SHUT_DOWN);
            assertThat(detail(world, operation))
                    .isEqualTo("1 moved; left on host h1: pet; asked to shut down, and still running: pet");
            assertThat(world.runsOn("pet")).containsExactly("h1");
            assertThat(world.duty("h1")).isEqualTo(HostDuty.BLOCKED);
        }

        @Test
        void isNotBegunOnceNobodyWouldTakeIt() {
            World world = with(EvacuationPolicy.COLD);
            PlanRecord plan = ((Response.Planned) world.ask(planEvacuation("h1"))).plan();
            world.ask(cordon("h2"));
            world.ask(cordon("h3"));

            assertThat(world.refused(apply(plan.id())).why()).contains("HOST_NOT_ACTIVE");
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void startsItWhereItWasWhenItCannotGoAnyMore() {
            World world = betweenMakers(EvacuationPolicy.COLD);
            world.whenIn(Phase.CONFIRM_OFF, 0, () -> world.ask(cordon("h2")));

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(kinds(world, operation, "pet")).containsExactly(OperationKind.SHUT_DOWN, OperationKind.START);
            assertThat(world.runsOn("pet")).containsExactly("h1");
            assertThat(world.duty("h1")).isEqualTo(HostDuty.BLOCKED);
            assertThat(detail(world, operation))
                    .isEqualTo("0 moved; left on host h1: pet; shut down to be moved, and started again where they"
                            + " were: pet");
        }

        @Test
        void waitsForAHostThatFellSilentBeforeTheStart() {
            World world = betweenMakers(EvacuationPolicy.COLD);
            world.whenIn(Phase.BURY, 0, () -> world.agent("h2").leave());
            OperationId operation = world.accepted(evacuate("h1"));
            world.run(150_000);

            world.agent("h2").comeBack();
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("pet")).containsExactly("h2");
        }

        @Test
        void namesWhoIsOffWhereTheHostStaysSilent() {
            World world = betweenMakers(EvacuationPolicy.COLD);
            world.whenIn(Phase.BURY, 0, () -> world.agent("h2").leave());

            OperationId operation = world.accepted(evacuate("h1"));
            world.run(900_000);

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.PARTLY_DONE);
            assertThat(detail(world, operation)).contains("not running again: pet");
        }

        @Test
        void goesOnWithWhoGoesOffWhenItIsAskedAgain() {
            World world = betweenMakers(EvacuationPolicy.COLD);
            world.host("h1").turnDeaf(world.guest("pet").id());
            OperationId operation = world.accepted(evacuate("h1"));
            world.run(200_000);

            world.host("h1").set(world.guest("pet").id(), GuestState.SHUT_OFF);
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(kinds(world, operation, "pet"))
                    .containsExactly(
                            OperationKind.SHUT_DOWN,
                            OperationKind.SHUT_DOWN,
                            OperationKind.RELOCATE,
                            OperationKind.START);
            assertThat(world.runsOn("pet")).containsExactly("h2");
        }
    }

    @Nested
    final class WhenItIsCancelled {
        @Test
        void waitsForTheGuestThatWasAskedAndStartsItAgainInPlace() {
            World world = with(EvacuationPolicy.COLD);
            OperationId operation = world.accepted(evacuate("h1"));
            world.whenIn(Phase.CONFIRM_OFF, 0, () -> world.ask(cancel(operation)));

            world.settle();

            assertThat(kinds(world, operation, "pet")).containsExactly(OperationKind.SHUT_DOWN, OperationKind.START);
            assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void startsItWhereverItsDefinitionIsByThen() {
            World world = with(EvacuationPolicy.COLD);
            OperationId operation = evacuatingUntil(world, OperationKind.RELOCATE);

            world.ask(cancel(operation));
            world.settle();

            assertThat(world.operation(operation).isOpen()).isFalse();
            assertThat(world.runsOn("pet")).hasSize(1);
            assertThat(world.guest("pet").wish()).isEqualTo(Wish.RUNNING);
        }

        @Test
        void leavesWhoDoesNotShutDownRunning() {
            World world = with(EvacuationPolicy.COLD);
            world.host("h1").turnDeaf(world.guest("pet").id());
            OperationId operation = world.accepted(evacuate("h1"));
            world.run(10_000);

            world.ask(cancel(operation));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }
    }

    @Nested
    final class TheWayBack {
        @Test
        void isColdAsWell() {
            World world = evacuated(with(EvacuationPolicy.COLD));

            OperationRecord restore = world.restored("h1", RestoreScope.ALL);

            assertThat(restore.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(kinds(world, restore.id(), "pet"))
                    .containsExactly(OperationKind.SHUT_DOWN, OperationKind.RELOCATE, OperationKind.START);
            assertThat(kinds(world, restore.id(), "web")).containsExactly(OperationKind.MIGRATE);
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void isLiveWhereThatWillDo() {
            World world = evacuated(with(EvacuationPolicy.COLD));
            world.ask(evacuation("pet", EvacuationPolicy.LIVE_ELSE_COLD));

            OperationRecord restore = world.restored("h1", RestoreScope.ALL);

            assertThat(kinds(world, restore.id(), "pet")).containsExactly(OperationKind.MIGRATE);
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void isNotGoneToSpreadMemory() {
            World world = evacuated(betweenMakers(EvacuationPolicy.LIVE_ELSE_COLD));

            OperationRecord restore = world.restored("h1", RestoreScope.SMART);

            assertThat(restore.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(kinds(world, restore.id(), "pet")).isEmpty();
            assertThat(world.runsOn("pet")).containsExactly("h2");
        }

        @Test
        void isTheDefinitionsOnlyWhereTheGuestIsOff() {
            World world = evacuated(with(EvacuationPolicy.COLD));
            world.accepted(shutDown("pet"));
            world.settle();

            OperationRecord restore = world.restored("h1", RestoreScope.ALL);

            assertThat(restore.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(kinds(world, restore.id(), "pet")).containsExactly(OperationKind.RELOCATE);
            assertThat(world.runsOn("pet")).isEmpty();
            assertThat(world.guest("pet").host().orElseThrow().value()).isEqualTo("h1");
        }

        @Test
        void startsNobodyWhomAPersonShutDown() {
            World world = evacuated(betweenMakers(EvacuationPolicy.COLD));
            world.agent("h2").changedByHand(world.guest("pet").id(), GuestState.SHUT_OFF);
            world.run(60_000);

            OperationRecord restore = world.restored("h1", RestoreScope.ALL);

            assertThat(restore.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(kinds(world, restore.id(), "pet")).containsExactly(OperationKind.RELOCATE);
            assertThat(world.runsOn("pet")).isEmpty();
        }

        @Test
        void goesOnAfterARestartInBetween() {
            World world = evacuated(with(EvacuationPolicy.COLD));
            world.ask(uncordon("h1"));
            OperationId operation = world.accepted(restoreHost("h1"));
            while (!kinds(world, operation, "pet").contains(OperationKind.RELOCATE)) {
                world.run(100);
            }

            world.restart();
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }
    }
}
