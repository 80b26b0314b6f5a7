package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.create;
import static io.kvmherd.controller.app.testing.Asking.createOn;
import static io.kvmherd.controller.app.testing.Asking.define;
import static io.kvmherd.controller.app.testing.Asking.delete;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.start;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.testing.GuestMaker;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class GuestLifeTest {
    private static final CommandResult BROKEN =
            new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "libvirt: no such machine type");

    @Nested
    final class Creating {
        @Test
        void placesAndStartsAGuest() {
            World world = World.of(2);

            OperationId operation = world.accepted(create("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("web"))
                    .containsExactly(world.guest("web").host().orElseThrow().value());
            assertThat(world.guest("web").wish()).isEqualTo(Wish.RUNNING);
            assertThat(world.guest("web").placement()).isEqualTo(PlacementGeneration.FIRST);
            assertThat(world.events(EventRecord.What.GUEST_CREATED)).hasSize(1);
        }

        @Test
        void answersBeforeAnyCommandHasArrived() {
            World world = World.of(1);

            Response.Accepted accepted = (Response.Accepted) world.ask(create("web"));

            assertThat(accepted.operation().state()).isEqualTo(OperationState.RUNNING);
            assertThat(world.store().operation(accepted.operation().id())).contains(accepted.operation());
            assertThat(world.store().reservations()).hasSize(1);
            assertThat(world.agent("h1").taken()).isEmpty();
        }

        @Test
        void releasesWhatItReservedAtTheEnd() {
            World world = World.of(1);

            world.accepted(create("web"));
            world.settle();

            assertThat(world.store().reservations()).isEmpty();
        }

        @Test
        void recordsTheMachineTypeThatItsFirstHostDecides() {
            World world = World.of(1);

            world.accepted(createOn("h1", new GuestMaker("web").machineType("").spec()));

            assertThat(world.guest("web").spec().machineType()).isEqualTo("pc-q35-8.2");
        }

        @Test
        void onlyDefinesAGuestThatShallNotRun() {
            World world = World.of(1);

            world.accepted(define("web"));
            world.settle();

            assertThat(world.host("h1").stateOf(world.guest("web").id())).contains(GuestState.SHUT_OFF);
            assertThat(world.guest("web").wish()).isEqualTo(Wish.STOPPED);
        }

        @Test
        void changesNothingWhenAskedOnlyWhatWouldHappen() {
            World world = World.of(2);

            Response response =
                    world.ask(new Request.CreateGuest(spec("web"), true, Optional.empty(), true, "what if"));

            assertThat(response).isInstanceOf(Response.Planned.class);
            assertThat(world.state().guests()).isEmpty();
            assertThat(world.state().operations()).isEmpty();
        }

        @Test
        void refusesANameThatIsTaken() {
            World world = World.of(1).guest(spec("web"), "h1");

            Response.Refused refused = world.refused(create("web"));

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.why()).contains(world.guest("web").id().toString());
        }

        @Test
        void saysWithNumbersWhyATooLargeGuestFitsNowhere() {
            World world = World.of(2);

            Response.Refused refused = world.refused(
                    create(new GuestMaker("whale").memoryMib(40_000).spec()));

            assertThat(refused.code()).isEqualTo(ErrorCode.INFEASIBLE);
            assertThat(refused.verdicts()).hasSize(2);
            assertThat(refused.verdicts())
                    .allSatisfy(verdict -> assertThat(verdict.reasons()).anySatisfy(reason -> {
                        assertThat(reason.code()).isEqualTo(ReasonCode.MEMORY_COMMITTED);
                        assertThat(reason.numbers()).isNotEmpty();
                    }));
            assertThat(world.state().guests()).isEmpty();
        }

        @Test
        void refusesAHostThatNobodyKnows() {
            World world = World.of(1);

            Response.Refused refused = world.refused(createOn("h9", spec("web")));

            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(refused.what()).contains("h9");
        }

        @Test
        void forgetsAGuestWhoseDefinitionTheHostRefused() {
            World world = World.of(1);
            world.agent("h1").answerNext(AgentCommand.CreateGuest.class, BROKEN);

            OperationId operation = world.accepted(create("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(world.operation(operation).failure().orElseThrow().detail())
                    .contains("no such machine type");
            assertThat(world.state().guests()).isEmpty();
            assertThat(world.store().reservations()).isEmpty();
        }

        @Test
        void keepsAGuestThatWasDefinedAndDidNotStart() {
            World world = World.of(1);
            world.agent("h1").answerNext(AgentCommand.StartGuest.class, BROKEN);

            OperationId operation = world.accepted(create("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(world.guest("web").wish()).isEqualTo(Wish.STOPPED);
            assertThat(world.host("h1").stateOf(world.guest("web").id())).contains(GuestState.SHUT_OFF);
        }

        @Test
        void neverPromisesMoreMemoryThanAHostHas() {
            World world = World.of(1);

            for (int number = 0; number < 3; number++) {
                world.accepted(
                        create(new GuestMaker("big" + number).memoryMib(9_000).spec()));
            }

            assertThat(world.refused(create(
                                    new GuestMaker("big3").memoryMib(9_000).spec()))
                            .code())
                    .isEqualTo(ErrorCode.INFEASIBLE);
            world.settle();
            assertThat(world.state().guests()).hasSize(3);
        }
    }

    @Nested
    final class StartingAndStopping {
        @Test
        void shutsDownAndStartsAgain() {
            World world = World.of(1).guest(spec("web"), "h1");

            world.accepted(shutDown("web"));
            world.settle();
            assertThat(world.runsOn("web")).isEmpty();
            assertThat(world.guest("web").wish()).isEqualTo(Wish.STOPPED);

            world.accepted(start("web"));
            world.settle();
            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.guest("web").wish()).isEqualTo(Wish.RUNNING);
        }

        @Test
        void switchesOff() {
            World world = World.of(1).guest(spec("web"), "h1");

            OperationId operation = world.accepted(stop("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("web")).isEmpty();
        }

        @Test
        void finishesWhatAnInterruptedAgentMayHaveDone() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.agent("h1")
                    .answerNext(
                            AgentCommand.DestroyGuest.class,
                            new CommandResult.Failed(ErrorCode.UNREACHABLE, "interrupted"));

            OperationId operation = world.accepted(stop("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.operation(operation).failure()).isEmpty();
            assertThat(world.runsOn("web")).isEmpty();
        }

        @Test
        void refusesWhatTheStateMakesPointless() {
            World world = World.of(1).guest(spec("web"), "h1");

            assertThat(world.refused(start("web")).why()).contains("RUNNING");
            world.accepted(stop("web"));
            world.settle();
            assertThat(world.refused(stop("web")).why()).contains("SHUT_OFF");
            assertThat(world.refused(shutDown("web")).code()).isEqualTo(ErrorCode.CONFLICT);
        }

        @Test
        void refusesAGuestThatAnotherOperationHolds() {
            World world = World.of(1).guest(spec("web"), "h1");
            OperationId holder = world.accepted(shutDown("web"));

            for (Request request : List.of(stop("web"), start("web"), delete("web"))) {
                Response.Refused refused = world.refused(request);
                assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
                assertThat(refused.why()).contains(holder.toString());
            }
        }

        @Test
        void refusesAGuestWhoseHostHasNoLink() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.agent("h1").leave();
            world.run(100);

            for (Request request : List.of(stop("web"), shutDown("web"), delete("web"))) {
                assertThat(world.refused(request).code()).isEqualTo(ErrorCode.UNREACHABLE);
            }
        }

        @Test
        void takesTheIdInPlaceOfTheName() {
            World world = World.of(1).guest(spec("web"), "h1");

            OperationId operation = world.accepted(stop(world.guest("web").id().toString()));

            assertThat(world.operation(operation).guest())
                    .contains(world.guest("web").id());
        }

        @Test
        void answersAnUnknownNameInsteadOfThrowing() {
            World world = World.of(1);

            for (Request request : List.of(stop("ghost"), shutDown("ghost"), start("ghost"), delete("ghost"))) {
                assertThat(world.refused(request).code()).isEqualTo(ErrorCode.NOT_FOUND);
            }
        }
    }

    @Nested
    final class Deleting {
        @Test
        void removesAGuestThatIsOffAndBuriesItsGeneration() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.accepted(stop("web"));
            world.settle();
            var id = world.guest("web").id();

            OperationId operation = world.accepted(delete("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.state().guests()).isEmpty();
            assertThat(world.host("h1").stateOf(id)).isEmpty();
            assertThat(world.host("h1").isBuried(id, 1)).isTrue();
        }

        @Test
        void refusesAGuestThatRuns() {
            World world = World.of(1).guest(spec("web"), "h1");

            Response.Refused refused = world.refused(delete("web"));

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.next()).contains("kvmherd guest shutdown web");
        }

        @Test
        void keepsTheGuestWhenTheHostRefuses() {
            World world = World.of(1);
            world.accepted(define("web"));
            world.settle();
            world.agent("h1").answerNext(AgentCommand.DeleteGuest.class, BROKEN);

            OperationId operation = world.accepted(delete("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(world.guest("web").wish()).isEqualTo(Wish.STOPPED);
            assertThat(world.guest("web").host()).contains(new HostId("h1"));
        }
    }
}
