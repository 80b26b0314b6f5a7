package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.cancel;
import static io.kvmherd.controller.app.testing.Asking.cordon;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.evacuation;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.planEvacuation;
import static io.kvmherd.controller.app.testing.Asking.removeHost;
import static io.kvmherd.controller.app.testing.Asking.restoreHost;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.uncordon;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Hosts that are emptied together, and what comes back to each. */
final class SeveralHostsTest {
    /** Four hosts, guests a and b on h1, c on h2. */
    private static World world() {
        World world = World.of(4);
        return world.guest(specOn("a", "shared"), "h1")
                .guest(specOn("b", "shared"), "h1")
                .guest(specOn("c", "shared"), "h2");
    }

    private static HostDuty duty(World world, String host) {
        return world.entry(host).record().duty();
    }

    @Test
    void areEmptiedByOneOperationIntoTheOthers() {
        World world = world();

        OperationId operation = world.accepted(evacuate("h2", "h1"));
        assertThat(duty(world, "h1")).isEqualTo(HostDuty.EVACUATING);
        assertThat(duty(world, "h2")).isEqualTo(HostDuty.EVACUATING);
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.operation(operation).wholeHosts()).containsExactly(new HostId("h1"), new HostId("h2"));
        assertThat(duty(world, "h1")).isEqualTo(HostDuty.EVACUATED);
        assertThat(duty(world, "h2")).isEqualTo(HostDuty.EVACUATED);
        assertThat(Stream.of("a", "b", "c").flatMap(guest -> world.runsOn(guest).stream()))
                .containsOnly("h3", "h4");
    }

    @Test
    void areCalledEmptyEachAtItsOwnTime() {
        World world = World.of(4);
        for (int number = 1; number <= 8; number++) {
            world.guest(specOn("g" + number, "shared"), "h1");
        }
        world.guest(specOn("c", "shared"), "h2");
        OperationId operation = world.accepted(evacuate("h1", "h2"));

        while (duty(world, "h2") == HostDuty.EVACUATING) {
            world.run(1_000);
        }

        assertThat(duty(world, "h2")).isEqualTo(HostDuty.EVACUATED);
        assertThat(duty(world, "h1")).isEqualTo(HostDuty.EVACUATING);
        assertThat(world.operation(operation).isOpen()).isTrue();
        assertThat(world.refused(evacuate("h2")).code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(world.refused(removeHost("h2")).code()).isEqualTo(ErrorCode.CONFLICT);
        world.settle();
        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void areNamedEachWithWhoIsLeft() {
        World world = world().guest(specOn("pet", "local"), "h1");

        OperationId operation = world.accepted(evacuate("h1", "h2"));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.PARTLY_DONE);
        assertThat(world.operation(operation).failure().orElseThrow().detail())
                .isEqualTo("3 moved; left on host h1: pet");
        assertThat(duty(world, "h1")).isEqualTo(HostDuty.BLOCKED);
        assertThat(duty(world, "h2")).isEqualTo(HostDuty.EVACUATED);
    }

    @Test
    void goOnAfterTheControllerWasRestarted() {
        World world = world();
        OperationId operation = world.accepted(evacuate("h1", "h2"));
        world.run(3_000);

        world.restart();
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(duty(world, "h1")).isEqualTo(HostDuty.EVACUATED);
        assertThat(duty(world, "h2")).isEqualTo(HostDuty.EVACUATED);
    }

    @Test
    void areCancelledAsOne() {
        World world = world();
        OperationId operation = world.accepted(evacuate("h1", "h2"));

        world.ask(cancel(operation));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(duty(world, "h1")).isEqualTo(HostDuty.CORDONED);
        assertThat(duty(world, "h2")).isEqualTo(HostDuty.CORDONED);
    }

    @Test
    void areRefusedTogetherWhenOneCannotBegin() {
        World world = world();
        world.ask(evacuation("c", EvacuationPolicy.BLOCK));

        assertThat(world.refused(evacuate("h1", "h2")).what()).contains("ost h2");
        assertThat(world.refused(evacuate("h1", "h9")).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(world.refused(evacuate()).code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(duty(world, "h1")).isEqualTo(HostDuty.ACTIVE);
    }

    @Test
    void arePlannedTogetherAndThenDoneSo() {
        World world = world();
        PlanRecord plan = ((Response.Planned) world.ask(planEvacuation("h1", "h2"))).plan();

        OperationId operation = world.accepted(apply(plan.id()));
        world.settle();

        assertThat(plan.plan().steps()).hasSize(3);
        assertThat(plan.host()).isEmpty();
        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(duty(world, "h2")).isEqualTo(HostDuty.EVACUATED);
    }

    @Nested
    final class Afterwards {
        @Test
        void eachGetsItsOwnGuestsBack() {
            World world = world();
            world.accepted(evacuate("h1", "h2"));
            world.settle();
            world.ask(uncordon("h1"));
            world.ask(uncordon("h2"));

            world.accepted(restoreHost("h1"));
            world.settle();
            assertThat(world.runsOn("c")).doesNotContain("h2");
            world.accepted(restoreHost("h2"));
            world.settle();

            assertThat(world.runsOn("a")).containsExactly("h1");
            assertThat(world.runsOn("b")).containsExactly("h1");
            assertThat(world.runsOn("c")).containsExactly("h2");
        }

        @Test
        void aGuestIsFollowedThroughTheEvacuationOfTheHostThatTookIt() {
            World world = World.of(3).guest(specOn("a", "shared"), "h1");
            world.accepted(evacuate("h1"));
            world.settle();
            String second = world.runsOn("a").getFirst();
            world.ask(uncordon("h1"));
            world.ask(cordon("h1"));
            world.accepted(evacuate(second));
            world.settle();
            world.ask(uncordon("h1"));

            world.accepted(restoreHost("h1"));
            world.settle();

            assertThat(world.runsOn("a")).containsExactly("h1");
        }

        @Test
        void whatMovedAtTheFirstOfTwoTriesComesBackToo() {
            World world = world().guest(specOn("pet", "local"), "h1");
            world.accepted(evacuate("h1"));
            world.settle();
            world.ask(evacuation("pet", EvacuationPolicy.SHUTDOWN_RETURN));
            world.accepted(evacuate("h1"));
            world.settle();
            world.ask(uncordon("h1"));

            world.accepted(restoreHost("h1"));
            world.settle();

            assertThat(world.runsOn("a")).containsExactly("h1");
            assertThat(world.runsOn("b")).containsExactly("h1");
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void anEarlierMaintenanceIsOver() {
            World world = world();
            world.accepted(evacuate("h2"));
            world.settle();
            world.ask(uncordon("h2"));
            String chosen = world.runsOn("c").contains("h3") ? "h4" : "h3";
            world.accepted(migrate("a", "h2"));
            world.settle();
            world.accepted(evacuate("h2"));
            world.settle();
            world.ask(uncordon("h2"));

            world.accepted(restoreHost("h2"));
            world.settle();

            assertThat(world.runsOn("a")).containsExactly("h2");
            assertThat(world.runsOn("c")).doesNotContain("h2", chosen);
        }

        @Test
        void aGuestThatFailedToMoveIsTriedAgainInOneRoundForAll() {
            World world = world().migrationWillEnd("a", MigrationEnd.FAILS);

            OperationId operation = world.accepted(evacuate("h1", "h2"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.operation(operation).round()).isEqualTo(2);
        }
    }
}
