package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.evacuation;
import static io.kvmherd.controller.app.testing.Asking.planEvacuation;
import static io.kvmherd.controller.app.testing.Asking.restoreHost;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.start;
import static io.kvmherd.controller.app.testing.Asking.uncordon;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.api.EvacuationSetting;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class EvacuationPolicyTest {
    /** Three hosts, a guest "web" that moves and a guest "pet" of that policy, both on h1. */
    private static World with(EvacuationPolicy policy) {
        World world = World.of(3);
        world.guest(specOn("web", "shared"), "h1").guest(specOn("pet", "shared"), "h1");
        assertThat(world.ask(evacuation("pet", policy))).isInstanceOf(Response.GuestChanged.class);
        return world;
    }

    private static World evacuated(EvacuationPolicy policy) {
        World world = with(policy);
        world.accepted(evacuate("h1"));
        return world.settle();
    }

    @Nested
    final class ShutDownUntilTheHostIsBack {
        @Test
        void emptiesTheHostAndKeepsWhatIsWishedAndTheRoom() {
            World world = evacuated(EvacuationPolicy.SHUTDOWN_RETURN);

            assertThat(world.duty("h1")).isEqualTo(HostDuty.EVACUATED);
            assertThat(world.runsOn("pet")).isEmpty();
            assertThat(world.runsOn("web")).doesNotContain("h1");
            assertThat(world.guest("pet").wish()).isEqualTo(Wish.RUNNING);
            assertThat(world.guest("pet").outside()).isEmpty();
        }

        @Test
        void startsItAgainWithTheOthers() {
            World world = evacuated(EvacuationPolicy.SHUTDOWN_RETURN);

            OperationRecord ended = world.restored("h1", RestoreScope.ALL);

            assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("pet")).containsExactly("h1");
            assertThat(world.runsOn("web")).containsExactly("h1");
        }

        @Test
        void isRememberedOverARestart() {
            World world = evacuated(EvacuationPolicy.SHUTDOWN_RETURN);
            world.restart();
            world.run(20_000);

            world.restored("h1", RestoreScope.SMART);

            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void survivesARestartInTheMiddle() {
            World world = with(EvacuationPolicy.SHUTDOWN_RETURN);
            world.whenIn(Phase.CONFIRM_OFF, 0, world::restart);

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.guest("pet").wish()).isEqualTo(Wish.RUNNING);
        }

        @Test
        void leavesAloneWhomSomebodyHasShutDownSince() {
            World world = evacuated(EvacuationPolicy.SHUTDOWN_RETURN);
            world.ask(uncordon("h1"));
            world.accepted(start("pet"));
            world.settle();
            world.accepted(shutDown("pet"));
            world.settle();

            world.accepted(restoreHost("h1"));
            world.settle();

            assertThat(world.runsOn("pet")).isEmpty();
        }

        @Test
        void leavesRunningWhoDoesNotShutDownAndSaysSo() {
            World world = with(EvacuationPolicy.SHUTDOWN_RETURN);
            world.host("h1").turnDeaf(world.guest("pet").id());

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.PARTLY_DONE);
            assertThat(world.operation(operation).failure().orElseThrow().detail())
                    .isEqualTo("1 moved; left on host h1: pet; asked to shut down, and still running: pet");
            assertThat(world.duty("h1")).isEqualTo(HostDuty.BLOCKED);
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void isNotDoneByAPlanToAGuestThatStaysByNow() {
            World world = with(EvacuationPolicy.SHUTDOWN_RETURN);
            Response.Planned planned = (Response.Planned) world.ask(planEvacuation("h1"));
            world.ask(evacuation("pet", EvacuationPolicy.STAY));

            world.ask(apply(planned.plan().id()));
            world.settle();

            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void isDoneByAPlanThatWasLookedAt() {
            World world = with(EvacuationPolicy.SHUTDOWN_RETURN);
            PlanRecord plan = ((Response.Planned) world.ask(planEvacuation("h1"))).plan();

            world.accepted(apply(plan.id()));
            world.settle();

            assertThat(plan.plan().shutDowns()).hasSize(1);
            assertThat(world.duty("h1")).isEqualTo(HostDuty.EVACUATED);
            assertThat(world.guest("pet").wish()).isEqualTo(Wish.RUNNING);
        }
    }

    @Nested
    final class Staying {
        @Test
        void isDoneWithoutItAndSaysSo() {
            World world = with(EvacuationPolicy.STAY);

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            OperationRecord ended = world.operation(operation);
            assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(ended.reasons()).extracting(Reason::code).containsExactly(ReasonCode.GUEST_STAYS);
            assertThat(world.runsOn("pet")).containsExactly("h1");
            assertThat(world.runsOn("web")).doesNotContain("h1");
        }

        @Test
        void callsTheHostCordonedAndNotEmpty() {
            World world = evacuated(EvacuationPolicy.STAY);

            assertThat(world.duty("h1")).isEqualTo(HostDuty.CORDONED);
            assertThat(world.entry("h1").record().dutyReason()).isEqualTo("evacuated but for 1 guest that stays: pet");
        }
    }

    @Nested
    final class Blocking {
        @Test
        void doesNotBeginAndMovesNobody() {
            World world = with(EvacuationPolicy.BLOCK);

            Response.Refused refused = world.refused(evacuate("h1"));

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.why()).contains("pet");
            assertThat(refused.next()).contains("kvmherd guest set pet --evacuation live");
            assertThat(world.duty("h1")).isEqualTo(HostDuty.ACTIVE);
            assertThat(world.runsOn("web")).containsExactly("h1");
        }

        @Test
        void isToldByADryRunWhichCannotBeApplied() {
            World world = with(EvacuationPolicy.BLOCK);

            PlanRecord plan = ((Response.Planned) world.ask(planEvacuation("h1"))).plan();

            assertThat(plan.plan().blocked())
                    .flatExtracting(blocked -> blocked.reasons().getFirst().reasons())
                    .extracting(Reason::code)
                    .containsExactly(ReasonCode.GUEST_BLOCKS_EVACUATION);
            assertThat(world.refused(apply(plan.id())).why()).contains("pet");
        }

        @Test
        void isNothingForAGuestThatIsOff() {
            World world = with(EvacuationPolicy.BLOCK);
            world.accepted(shutDown("pet"));
            world.settle();

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        }
    }

    @Test
    void isTheClustersAgainWhenItIsTakenBack() {
        World world = with(EvacuationPolicy.BLOCK);

        world.ask(evacuation("pet", EvacuationSetting.DEFAULT));
        world.accepted(evacuate("h1"));
        world.settle();

        assertThat(world.runsOn("pet")).doesNotContain("h1");
        assertThat(world.duty("h1")).isEqualTo(HostDuty.EVACUATED);
    }

    @Test
    void isRefusedForAGuestThatNobodyKnows() {
        assertThat(World.of(1)
                        .refused(evacuation("nobody", EvacuationPolicy.STAY))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void restoresNobodyForItsHighAvailability() {
        World world = evacuated(EvacuationPolicy.LIVE);
        world.ask(uncordon("h1"));

        Response.Refused refused = world.refused(restoreHost("h1", RestoreScope.HA));

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused.why()).contains("no high availability yet");
    }

    @Test
    void restoresSmartlyOnlyWhomItPaysToMove() {
        World world = World.of(2);
        world.guest(specOn("a", "shared"), "h1")
                .guest(specOn("b", "shared"), "h1")
                .guest(specOn("c", "shared"), "h1");
        world.accepted(evacuate("h1"));
        world.settle();

        OperationRecord ended = world.restored("h1", RestoreScope.SMART);

        assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.state().operations().values())
                .filteredOn(entry -> entry.record().parent().equals(Optional.of(ended.id())))
                .extracting(entry -> entry.record().kind())
                .containsExactly(OperationKind.MIGRATE);
    }
}
