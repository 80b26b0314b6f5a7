package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.cancel;
import static io.kvmherd.controller.app.testing.Asking.cordon;
import static io.kvmherd.controller.app.testing.Asking.create;
import static io.kvmherd.controller.app.testing.Asking.createOn;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.planEvacuation;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static io.kvmherd.controller.app.testing.Asking.uncordon;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import io.kvmherd.controller.engine.testing.GuestMaker;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class EvacuationTest {
    private static World worldWithGuests(int guests) {
        World world = World.of(3);
        for (int number = 1; number <= guests; number++) {
            world.guest(specOn("g" + number, "shared"), "h1");
        }
        return world;
    }

    private static HostDuty duty(World world, String host) {
        return world.entry(host).record().duty();
    }

    private static List<OperationRecord> children(World world, OperationId parent) {
        return world.state().operations().values().stream()
                .map(entry -> entry.record())
                .filter(operation -> operation.parent().equals(Optional.of(parent)))
                .toList();
    }

    @Nested
    final class Emptying {
        @Test
        void movesEveryGuestAndKeepsTheHostEmpty() {
            World world = worldWithGuests(5);

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.EVACUATED);
            for (int number = 1; number <= 5; number++) {
                assertThat(world.runsOn("g" + number)).hasSize(1).doesNotContain("h1");
            }
            assertThat(children(world, operation)).hasSize(5).allMatch(child -> !child.isOpen());
        }

        @Test
        void respectsHowManyMayLeaveAndArriveAtATime() {
            World world = worldWithGuests(6);

            world.accepted(evacuate("h1"));

            while (!world.openOperations().isEmpty()) {
                long leaving = world.openOperations().stream()
                        .filter(operation -> operation.kind() == OperationKind.MIGRATE)
                        .count();
                assertThat(leaving).isLessThanOrEqualTo(world.state().settings().migrationsOutPerHost());
                world.run(100);
            }
        }

        @Test
        void takesNoNewGuestsMeanwhile() {
            World world = worldWithGuests(2);
            world.accepted(evacuate("h1"));

            assertThat(duty(world, "h1")).isEqualTo(HostDuty.EVACUATING);
            assertThat(world.refused(createOn("h1", spec("new"))).code()).isEqualTo(ErrorCode.INFEASIBLE);
            assertThat(world.refused(uncordon("h1")).code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(world.refused(evacuate("h1")).code()).isEqualTo(ErrorCode.CONFLICT);
        }

        @Test
        void leavesGuestsThatAreOffWhereTheyAre() {
            World world = worldWithGuests(2);
            world.accepted(stop("g1"));
            world.settle();

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.guest("g1").host()).contains(new HostId("h1"));
        }

        @Test
        void isDoneAtOnceWhereNothingRuns() {
            World world = World.of(2);

            OperationId operation = world.accepted(evacuate("h1"));

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.EVACUATED);
        }

        @Test
        void plansAnotherRoundForWhatFailedInTheFirst() {
            World world = worldWithGuests(2).migrationWillEnd("g1", MigrationEnd.FAILS);

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.operation(operation).round()).isEqualTo(2);
            assertThat(world.runsOn("g1")).doesNotContain("h1");
        }

        @Test
        void waitsForAGuestThatIsJustBeingStartedThere() {
            World world = World.of(2);
            world.accepted(createOn("h1", spec("late")));

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("late")).containsExactly("h2");
        }

        @Test
        void shutsDownAGuestThatCannotMoveAndMayBeShutDown() {
            World world = World.of(2);
            world.guest(new GuestMaker("pet").disk("local").mayBeShutDown().spec(), "h1");

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("pet")).isEmpty();
            assertThat(children(world, operation))
                    .extracting(OperationRecord::kind)
                    .containsExactly(OperationKind.SHUT_DOWN);
        }
    }

    @Nested
    final class Blocked {
        @Test
        void namesTheReasonsOfTheGuestsThatCannotMove() {
            World world = worldWithGuests(1).guest(specOn("pet", "local"), "h1");

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            OperationRecord ended = world.operation(operation);
            assertThat(ended.state()).isEqualTo(OperationState.PARTLY_DONE);
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.BLOCKED);
            assertThat(ended.reasons()).extracting(Reason::code).contains(ReasonCode.POOL_NOT_SHARED);
            assertThat(ended.failure().orElseThrow().detail()).isEqualTo("1 moved; left on host h1: pet");
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void countsAGuestOfSomebodyElseThatRuns() {
            World world = World.of(2);
            world.host("h1").addUnmanaged("theirs", GuestState.RUNNING);
            world.agent("h1").cut();
            world.run(2_000);

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.BLOCKED);
            assertThat(world.host("h1").observed()).hasSize(1);
        }

        @Test
        void endsWithReasonsWhenNobodyTakesTheGuests() {
            World world = worldWithGuests(1);
            world.ask(cordon("h2"));
            world.ask(cordon("h3"));

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(world.operation(operation).reasons())
                    .extracting(Reason::code)
                    .contains(ReasonCode.HOST_NOT_ACTIVE);
        }
    }

    @Nested
    final class Interrupted {
        @Test
        void goesOnAfterTheControllerWasRestarted() {
            World world = worldWithGuests(4);
            OperationId operation = world.accepted(evacuate("h1"));
            world.run(3_000);

            world.restart();
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.operation(operation).round()).isEqualTo(1);
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.EVACUATED);
        }

        @Test
        void doesNotCallAHostEmptyThatItHasNotHeardSinceTheRestart() {
            World world = worldWithGuests(1);
            world.host("h1").addUnmanaged("theirs", GuestState.RUNNING);
            world.agent("h1").cut();
            world.run(2_000);
            OperationId operation = world.accepted(evacuate("h1"));
            world.run(2_000);
            world.agent("h1").leave();
            world.run(100);

            world.restart();
            world.run(20_000);
            assertThat(world.operation(operation).isOpen()).isTrue();

            world.agent("h1").comeBack();
            world.settle();
            assertThat(world.operation(operation).state()).isEqualTo(OperationState.PARTLY_DONE);
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.BLOCKED);
        }

        @Test
        void doesNotGiveUpBecauseReportsAreLateForAMoment() {
            World world = worldWithGuests(1).migrationWillEnd("g1", MigrationEnd.FAILS);
            world.agent("h2").stopReporting();
            world.agent("h3").stopReporting();
            world.run(11_000);
            OperationId operation = world.accepted(evacuate("h1"));

            world.run(30_000);
            world.agent("h2").reportAgain();
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("g1")).containsExactly("h2");
        }

        @Test
        void outlivesABrokenLinkOfItsHost() {
            World world = worldWithGuests(4);
            OperationId operation = world.accepted(evacuate("h1"));
            world.run(3_000);

            world.agent("h1").die();
            world.run(8_000);
            world.agent("h1").revive();
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        }

        @Test
        void neverTakesAReportForTheEmptinessOfAHost() {
            World world = World.of(2);
            world.host("h1").addUnmanaged("theirs", GuestState.RUNNING);
            world.agent("h1").cut();
            world.run(2_000);
            world.host("h1").observed().forEach(guest -> world.host("h1").remove(guest.id()));
            world.run(6_000);

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
        }
    }

    @Nested
    final class Cancelling {
        @Test
        void stopsWhatGoesOnAndKeepsWhatHasMoved() {
            World world = worldWithGuests(4);
            OperationId operation = world.accepted(evacuate("h1"));
            world.run(8_000);

            world.ask(cancel(operation));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.CORDONED);
            assertThat(children(world, operation).size()).isLessThan(5);
            assertThat(world.runsOn("g1")).hasSize(1);
        }

        @Test
        void endsAtOnceWhatHasNotBegunToMove() {
            World world = worldWithGuests(1);
            OperationId operation = world.accepted(evacuate("h1"));

            world.ask(cancel(operation));

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
            assertThat(world.store().reservations()).isEmpty();
        }
    }

    @Nested
    final class Planning {
        @Test
        void storesAPlanAndChangesNothingElse() {
            World world = worldWithGuests(2);
            int operations = world.state().operations().size();

            Response response = world.ask(planEvacuation("h1"));

            assertThat(response)
                    .isInstanceOfSatisfying(
                            Response.Planned.class,
                            planned -> assertThat(planned.plan().plan().steps()).hasSize(2));
            assertThat(world.state().operations()).hasSize(operations);
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.ACTIVE);
        }

        @Test
        void carriesOutAPlanByItsId() {
            World world = worldWithGuests(2);
            PlanRecord plan = planned(world, planEvacuation("h1"));

            OperationId operation = world.accepted(apply(plan.id()));
            world.settle();

            assertThat(world.operation(operation).kind()).isEqualTo(OperationKind.APPLY_PLAN);
            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            plan.plan()
                    .steps()
                    .forEach(step -> assertThat(
                                    world.state().guests().get(step.move().guest()))
                            .extracting(guest -> guest.host().orElseThrow())
                            .isEqualTo(step.move().to()));
        }

        @Test
        void carriesOutAMovesPlanByItsId() {
            World world = worldWithGuests(1);
            PlanRecord plan = planned(
                    world,
                    new Request.MigrateGuest(
                            "g1",
                            Optional.of(new HostId("h3")),
                            Optional.empty(),
                            OptionalLong.empty(),
                            true,
                            "what if"));

            world.accepted(apply(plan.id()));
            world.settle();

            assertThat(world.runsOn("g1")).containsExactly("h3");
        }

        @Test
        void refusesAPlanAfterTheClusterHasChanged() {
            World world = worldWithGuests(1);
            PlanRecord plan = planned(world, planEvacuation("h1"));
            world.accepted(migrate("g1", "h3"));
            world.settle();

            Response.Refused refused = world.refused(apply(plan.id()));

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.why()).contains("changed");
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.ACTIVE);
        }

        @Test
        void refusesAPlanThatWouldShutDownAGuestWhichIsOffByNow() {
            World world = World.of(2);
            world.guest(new GuestMaker("pet").disk("local").mayBeShutDown().spec(), "h1");
            PlanRecord plan = planned(world, planEvacuation("h1"));
            world.accepted(stop("pet"));
            world.settle();

            Response.Refused refused = world.refused(apply(plan.id()));

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.why()).contains("guest pet").contains("GUEST_NOT_RUNNING");
        }

        @Test
        void doesExactlyThePlanAndNoMore() {
            World world = worldWithGuests(1);
            PlanRecord plan = planned(world, planEvacuation("h1"));
            world.guest(specOn("late", "shared"), "h1");

            OperationId operation = world.accepted(apply(plan.id()));
            world.settle();

            assertThat(children(world, operation)).hasSize(1);
            assertThat(world.runsOn("late")).containsExactly("h1");
            assertThat(world.operation(operation).state()).isEqualTo(OperationState.PARTLY_DONE);
        }

        @Test
        void refusesAPlanThatHasExpiredOrThatNobodyKnows() {
            World world = worldWithGuests(1);
            PlanRecord plan = planned(world, planEvacuation("h1"));

            world.run(AppLimits.PLAN_VALID_SECONDS * 1_000 + 1_000);

            assertThat(world.refused(apply(plan.id())).code()).isEqualTo(ErrorCode.NOT_FOUND);
        }

        private static PlanRecord planned(World world, Request request) {
            Response response = world.ask(request);
            assertThat(response).isInstanceOf(Response.Planned.class);
            return ((Response.Planned) response).plan();
        }
    }

    @Nested
    final class Cordoning {
        @Test
        void keepsNewGuestsAwayUntilItIsTakenBack() {
            World world = World.of(2);

            assertThat(world.ask(cordon("h1"))).isInstanceOf(Response.HostChanged.class);
            world.accepted(create("web"));
            world.settle();
            assertThat(world.runsOn("web")).containsExactly("h2");

            world.ask(uncordon("h1"));
            assertThat(duty(world, "h1")).isEqualTo(HostDuty.ACTIVE);
            world.accepted(createOn("h1", spec("mail")));
        }

        @Test
        void refusesAHostThatNobodyKnows() {
            World world = World.of(1);

            assertThat(world.refused(cordon("h9")).code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(world.refused(evacuate("h9")).code()).isEqualTo(ErrorCode.NOT_FOUND);
        }

        @Test
        void givesAnEvacuatedHostBackToWork() {
            World world = worldWithGuests(1);
            world.accepted(evacuate("h1"));
            world.settle();

            world.ask(uncordon("h1"));

            assertThat(duty(world, "h1")).isEqualTo(HostDuty.ACTIVE);
            assertThat(world.operation(world.accepted(createOn("h1", spec("web"))))
                            .phase())
                    .isEqualTo(Phase.DEFINE);
        }
    }
}
