package io.kvmherd.controller.app.step;

import static io.kvmherd.common.model.ManagementMode.MANAGE;
import static io.kvmherd.common.model.ManagementMode.OBSERVE;
import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.clusterMode;
import static io.kvmherd.controller.app.testing.Asking.create;
import static io.kvmherd.controller.app.testing.Asking.createOn;
import static io.kvmherd.controller.app.testing.Asking.delete;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.hostMode;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.planEvacuation;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.start;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ModesTest {
    private static List<ModeSource> observedBy(World world, String host) {
        return Views.of(world.state(), world.moment())
                .host(new HostId(host))
                .orElseThrow()
                .observedBy();
    }

    private static List<ReasonCode> reasons(Response.Refused refused) {
        return refused.verdicts().stream()
                .flatMap(verdict -> verdict.reasons().stream())
                .map(Reason::code)
                .distinct()
                .toList();
    }

    @Nested
    final class AnObservedHost {
        private final World world = World.of(2).guest(specOn("web", "shared"), "h1");

        @Test
        void isTouchedByNoRequest() {
            world.ask(hostMode("h1", OBSERVE));
            int taken = world.agent("h1").taken().size();

            for (Request request : List.of(
                    stop("web"), shutDown("web"), migrate("web", "h2"), delete("web"), createOn("h1", spec("new")))) {
                Response.Refused refused = world.refused(request);

                assertThat(reasons(refused)).contains(ReasonCode.OBSERVE_ONLY);
            }
            assertThat(world.refused(evacuate("h1")).code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(world.entry("h1").record().duty()).isEqualTo(HostDuty.ACTIVE);
            assertThat(world.run(10_000).agent("h1").taken()).hasSize(taken);
        }

        @Test
        void startsNoGuestThatIsOff() {
            world.accepted(stop("web"));
            world.settle().ask(hostMode("h1", OBSERVE));

            assertThat(reasons(world.refused(start("web")))).contains(ReasonCode.OBSERVE_ONLY);
        }

        @Test
        void isNoPlaceForAGuest() {
            world.ask(hostMode("h2", OBSERVE));

            assertThat(reasons(world.refused(migrate("web", "h2")))).containsExactly(ReasonCode.OBSERVE_ONLY);
            assertThat(world.operation(world.accepted(create("new"))).host()).contains(new HostId("h1"));
        }

        @Test
        void showsWhatItsEvacuationWouldBeAndAppliesNothing() {
            world.ask(clusterMode(OBSERVE));

            Response.Planned planned = (Response.Planned) world.ask(planEvacuation("h1"));

            assertThat(planned.plan().plan().steps()).hasSize(1);
            assertThat(planned.plan().plan().blocked()).isEmpty();
            assertThat(reasons(world.refused(apply(planned.plan().id())))).containsExactly(ReasonCode.OBSERVE_ONLY);
        }

        @Test
        void showsWhatAMigrationWouldBe() {
            world.ask(hostMode("h1", OBSERVE));

            Response response = world.ask(new Request.MigrateGuest(
                    "web", Optional.of(new HostId("h2")), Optional.empty(), OptionalLong.empty(), true, ""));

            assertThat(response).isInstanceOf(Response.Planned.class);
        }

        @Test
        void letsWhatHasBegunGoOnToItsEnd() {
            world.whenIn(Phase.SEND, 0, () -> world.ask(hostMode("h1", OBSERVE)));

            OperationId operation = world.accepted(migrate("web", "h2"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("web")).containsExactly("h2");
        }

        @Test
        void beginsNoFurtherMoveOfItsEvacuation() {
            for (int number = 1; number <= 5; number++) {
                world.guest(specOn("g" + number, "shared"), "h1");
            }
            world.whenIn(Phase.SEND, 0, () -> world.ask(hostMode("h1", OBSERVE)));

            OperationId operation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.PARTLY_DONE);
            assertThat(world.operation(operation).reasons())
                    .extracting(Reason::code)
                    .contains(ReasonCode.OBSERVE_ONLY);
            assertThat(world.entry("h1").record().duty()).isEqualTo(HostDuty.BLOCKED);
        }
    }

    @Nested
    final class TheStrictestWord {
        private final World world = World.of(2);

        @Test
        void holdsWhoeverSaysIt() {
            world.ask(clusterMode(OBSERVE));
            world.ask(hostMode("h1", OBSERVE));
            world.agent("h1").restartTo(OBSERVE);
            world.run(2_000);

            assertThat(observedBy(world, "h1")).containsExactly(ModeSource.AGENT, ModeSource.HOST, ModeSource.CLUSTER);
            assertThat(observedBy(world, "h2")).containsExactly(ModeSource.CLUSTER);

            world.ask(clusterMode(MANAGE));
            world.ask(hostMode("h1", MANAGE));

            assertThat(observedBy(world, "h1")).containsExactly(ModeSource.AGENT);
            assertThat(observedBy(world, "h2")).isEmpty();
        }

        @Test
        void outlastsTheController() {
            world.ask(clusterMode(OBSERVE));
            world.ask(hostMode("h2", OBSERVE));

            world.restart().run(2_000);

            assertThat(observedBy(world, "h1")).containsExactly(ModeSource.CLUSTER);
            assertThat(observedBy(world, "h2")).containsExactly(ModeSource.HOST, ModeSource.CLUSTER);
        }

        @Test
        void isToldAndAudited() {
            world.ask(clusterMode(OBSERVE));
            world.ask(clusterMode(OBSERVE));

            assertThat(world.events(EventRecord.What.CLUSTER_MODE)).hasSize(1);
            assertThat(world.events(EventRecord.What.HOST_MODE))
                    .extracting(event -> event.host().orElseThrow().value())
                    .containsExactly("h1", "h2");
            assertThat(world.store().audit(1).getFirst().object()).isEqualTo("cluster OBSERVE");
        }
    }

    @Nested
    final class AnAgentThatObserves {
        @Test
        void isNeverSentAChangeAgain() {
            World world = World.of(2).guest(specOn("web", "shared"), "h1");
            world.agent("h1").restartTo(OBSERVE);
            world.run(2_000);

            assertThat(reasons(world.refused(stop("web")))).containsExactly(ReasonCode.OBSERVE_ONLY);
            assertThat(world.refused(hostMode("h9", OBSERVE)).code()).isEqualTo(ErrorCode.NOT_FOUND);
        }

        @Test
        void endsWhatItRefusesInTheMiddleOfAnOperation() {
            World world = World.of(2).guest(specOn("web", "shared"), "h1");
            world.whenIn(Phase.DESCRIBE, 0, () -> world.agent("h2").restartTo(OBSERVE));

            OperationId operation = world.accepted(migrate("web", "h2"));
            world.run(60_000);

            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.operation(operation).failure().orElseThrow().detail())
                    .contains("OBSERVE_ONLY");
        }
    }
}
