package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.create;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LinkTest {
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");

    private static HostReport changed(HostReport report, HostGeneration generation, long sequence) {
        return new HostReport(
                report.version(),
                report.host(),
                generation,
                sequence,
                "",
                report.facts(),
                report.load(),
                report.guests());
    }

    private static HostReport lastReport(World world) {
        return world.agent("h1").report(world.entry("h1").presence().reportSequence());
    }

    @Nested
    final class Answers {
        @Test
        void takesAnAnswerThatComesTwiceOnce() {
            World world = World.of(2);
            world.allAgents().forEach(agent -> agent.answerTwice());
            world.guest(spec("web"), "h1");

            OperationId operation = world.accepted(migrate("web", "h2"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("web")).containsExactly("h2");
        }

        @Test
        void ignoresAnAnswerToAStepThatNobodyWaitsFor() {
            World world = World.of(2).guest(spec("web"), "h1");
            OperationId operation = world.accepted(stop("web"));
            OperationRecord before = world.operation(operation);

            world.agent("h1").say(new LinkMessage.CommandAnswer(operation, 7, new CommandResult.Done()));
            world.agent("h2").say(new LinkMessage.CommandAnswer(operation, 1, new CommandResult.Done()));
            world.run(15);

            assertThat(world.operation(operation)).isEqualTo(before);
        }

        @Test
        void sendsAgainWhatStaysUnanswered() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.whenIn(Phase.BURY, 0, () -> world.agent("h1").mute())
                    .whenIn(Phase.BURY, 1_000, () -> world.agent("h1").speak());

            OperationId operation = world.accepted(migrate("web", "h2"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.agent("h1").taken()).containsOnlyOnce(AgentCommand.BuryGuest.class);
        }

        @Test
        void tellsAnAgentToForgetWhatHasEnded() {
            World world = World.of(1).guest(spec("web"), "h1");

            assertThat(world.host("h1").remembersSteps()).isFalse();
        }

        @Test
        void takesAnAnswerThatComesLate() {
            World world = World.of(1);
            world.agent("h1").answerLater(20_000);

            OperationId operation = world.accepted(create("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        }

        @Test
        void treatsAnAnswerOfTheWrongKindAsAFailure() {
            List<CommandResult> wrong = List.of(
                    new CommandResult.GuestInspected(Optional.empty(), 0, 0),
                    new CommandResult.GuestDescribed("<domain/>", "pc", 1, Optional.empty()),
                    new CommandResult.ArrivalChecked(List.of()),
                    new CommandResult.ProofRead(true));
            for (CommandResult result : wrong) {
                World world = World.of(1);
                world.agent("h1").answerNext(AgentCommand.CreateGuest.class, result);

                OperationId operation = world.accepted(create("web"));
                world.settle();

                assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
                assertThat(world.operation(operation).failure().orElseThrow().code())
                        .isEqualTo(ErrorCode.MALFORMED);
            }
        }

        @Test
        void looksAgainWhenAnInspectionWasAnsweredWithTheWrongKind() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.whenIn(
                    Phase.INSPECT_SOURCE,
                    0,
                    () -> world.agent("h1").answerNext(AgentCommand.InspectGuest.class, new CommandResult.Done()));

            OperationId operation = world.accepted(migrate("web", "h2"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        }

        @Test
        void asksAnewWhatItAskedBeforeItsRestart() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.whenIn(Phase.INSPECT_DESTINATION, 5, world::restart);
            OperationId operation = world.accepted(migrate("web", "h2"));
            world.run(5_500);
            OperationRecord open = world.operation(operation);

            world.run(600);
            world.agent("h2")
                    .say(new LinkMessage.CommandAnswer(
                            operation, open.awaitedStep(), new CommandResult.GuestInspected(Optional.empty(), 0, 0)));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("web")).containsExactly("h2");
        }

        @Test
        void triesAgainWhenTheAgentIsBusy() {
            World world = World.of(1);
            world.agent("h1")
                    .answerNext(
                            AgentCommand.CreateGuest.class,
                            new CommandResult.NotAdmitted(CommandResult.Refusal.BUSY, "too many commands wait"));

            OperationId operation = world.accepted(create("web"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        }
    }

    @Nested
    final class Links {
        @Test
        void listensOnlyToTheNewestLinkOfAHost() {
            World world = World.of(1).guest(spec("web"), "h1");
            long old = world.entry("h1").presence().link().orElseThrow();
            world.agent("h1").cut();
            world.run(2_000);
            ControllerState before = world.state();

            world.feed(new Input.MessageArrived(
                    H1, old, new LinkMessage.GuestVanished(world.guest("web").id())));
            world.feed(new Input.LinkClosed(H1, old));

            assertThat(world.state().hosts()).isEqualTo(before.hosts());
        }

        @Test
        void closesALinkWhoseGreetingNamesAnotherHost() {
            World world = World.of(2);
            long link = world.entry("h1").presence().link().orElseThrow();

            world.feed(new Input.MessageArrived(
                    H1,
                    link,
                    new LinkMessage.AgentGreeting(
                            1, H2, new HostGeneration("other", 1), 0, Optional.empty(), Optional.empty())));

            assertThat(world.agent("h1").isLinked()).isFalse();
            assertThat(world.entry("h2").presence().generation().orElseThrow().bootId())
                    .startsWith("h2");
        }

        @Test
        void registersAHostWhenItFirstGreets() {
            World world = World.of(1);

            assertThat(world.events(EventRecord.What.HOST_REGISTERED)).hasSize(1);
            assertThat(world.store().load().hosts()).hasSize(1);
            assertThat(world.entry("h1").presence().reachability()).isEqualTo(Reachability.UP);
        }

        @Test
        void tellsWhetherThePlaceOfAGreetingLiesInItsHistory() {
            World world = World.of(1);
            Epoch mine = world.state().identity().epoch();
            JournalPlace known = new JournalPlace(mine, world.state().journalSequence());
            JournalPlace ahead = new JournalPlace(mine, world.state().journalSequence() + 1_000);
            JournalPlace anothers = new JournalPlace(new Epoch(mine.number(), new UUID(6, 6)), 1);

            assertThat(hasPlace(world, known)).isTrue();
            assertThat(hasPlace(world, ahead)).isFalse();
            assertThat(hasPlace(world, anothers)).isFalse();
        }

        private static boolean hasPlace(World world, JournalPlace place) {
            HostEntry host = world.entry("h1");
            StepResult turn = ControllerStep.step(
                    world.state(),
                    List.of(new Input.MessageArrived(
                            H1,
                            host.presence().link().orElseThrow(),
                            new LinkMessage.AgentGreeting(
                                    1,
                                    H1,
                                    host.presence().generation().orElseThrow(),
                                    0,
                                    Optional.empty(),
                                    Optional.of(place)))),
                    world.moment(),
                    UUID::randomUUID);
            return turn.effects().stream()
                    .flatMap(effect ->
                            effect instanceof Effect.Send(HostId to, long on, LinkMessage.ControllerHello hello)
                                    ? Stream.of(hello)
                                    : Stream.of())
                    .filter(hello -> hello.place().equals(Optional.of(place)))
                    .findFirst()
                    .orElseThrow()
                    .hasPlace();
        }

        @Test
        void saysWhenAnAgentRefusesTheEpoch() {
            World world = World.of(1);

            world.agent("h1")
                    .say(new LinkMessage.HelloRefused(
                            CommandResult.Refusal.DATABASE_REGRESSED, 9, "it knows less than this agent has seen"));
            world.run(100);

            assertThat(world.events(EventRecord.What.HOST_REFUSED_EPOCH))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.details()).containsEntry("highestEpoch", "9");
                        assertThat(event.details()).containsEntry("refusal", "DATABASE_REGRESSED");
                    });
        }

        @Test
        void callsAHostSuspectThenUnreachableAndNeverTouchesItsGuests() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.agent("h1").die();

            world.run(1_000);
            assertThat(world.entry("h1").presence().reachability()).isEqualTo(Reachability.SUSPECT);
            world.run(AppLimits.UNREACHABLE_MS);
            assertThat(world.entry("h1").presence().reachability()).isEqualTo(Reachability.UNREACHABLE);
            assertThat(world.guest("web").host()).contains(H1);
            assertThat(world.openOperations()).isEmpty();

            world.agent("h1").revive();
            world.run(6_000);
            assertThat(world.entry("h1").presence().reachability()).isEqualTo(Reachability.UP);
        }
    }

    @Nested
    final class Reports {
        @Test
        void dropsAReportOfAnotherLife() {
            World world = World.of(1);
            ControllerState before = world.state();
            HostReport report = lastReport(world);

            world.feed(new Input.ReportArrived(changed(report, new HostGeneration("h1-boot-1", 0), 100)));
            world.feed(new Input.ReportArrived(changed(report, new HostGeneration("h1-boot-0", 1), 100)));

            assertThat(world.state().hosts()).isEqualTo(before.hosts());
        }

        @Test
        void dropsAReportThatIsNotNewer() {
            World world = World.of(1);
            ControllerState before = world.state();
            HostReport report = lastReport(world);

            world.run(100);
            world.feed(new Input.ReportArrived(report));

            assertThat(world.entry("h1")).isEqualTo(before.hosts().get(H1));
        }

        @Test
        void dropsAReportOfAHostThatNeverGreeted() {
            World world = World.of(1);
            HostReport report = lastReport(world);

            world.feed(new Input.ReportArrived(
                    new HostReport(1, H2, report.generation(), 1, "", report.facts(), report.load(), report.guests())));

            assertThat(world.state().hosts()).hasSize(1);
        }

        @Test
        void endsNothingByAReport() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.agent("h1").mute();
            OperationId operation = world.accepted(stop("web"));

            world.run(20_000);

            assertThat(world.runsOn("web")).isEmpty();
            assertThat(world.operation(operation).isOpen()).isTrue();
        }
    }

    @Nested
    final class Strays {
        @Test
        void tellsOfAGuestThatItsHostHasLost() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.host("h1").remove(world.guest("web").id());

            world.agent("h1").cut();
            world.run(2_000);

            assertThat(world.events(EventRecord.What.GUEST_ABSENT)).hasSize(1);
        }

        @Test
        void tellsOfAChangeThatSomebodyElseMade() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.host("h1").set(world.guest("web").id(), GuestState.PAUSED);

            world.agent("h1")
                    .say(new LinkMessage.GuestChanged(
                            world.host("h1").observed().get(0), false));
            world.run(100);

            assertThat(world.events(EventRecord.What.GUEST_STATE))
                    .last()
                    .satisfies(event -> assertThat(event.details()).containsEntry("state", "PAUSED"));
        }
    }

    @Nested
    final class Questions {
        @Test
        void answersWithTheGuestsXml() {
            World world = World.of(1).guest(spec("web"), "h1");
            UUID request = world.askAndWait(new Request.ReadGuestXml("web", ""));

            world.run(100);

            assertThat(world.answerTo(request)).contains(new Response.GuestXml("<domain name='web'/>"));
        }

        @Test
        void givesUpWhenTheHostStaysSilent() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.agent("h1").mute();
            UUID request = world.askAndWait(new Request.ReadGuestXml("web", ""));

            world.run(AppLimits.INQUIRY_MS + 2_000);

            assertThat(world.answerTo(request))
                    .hasValueSatisfying(answer -> assertThat(answer)
                            .isInstanceOfSatisfying(
                                    Response.Refused.class,
                                    refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNREACHABLE)));
            assertThat(world.state().inquiries()).isEmpty();
        }

        @Test
        void takesTheAnswerOnlyFromTheHostThatWasAsked() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.agent("h1").mute();
            UUID request = world.askAndWait(new Request.ReadGuestXml("web", ""));
            OperationId question = world.state().inquiries().firstKey();

            world.agent("h2")
                    .say(new LinkMessage.CommandAnswer(
                            question, 1, new CommandResult.GuestDescribed("<forged/>", "pc", 1, Optional.empty())));
            world.run(100);

            assertThat(world.answerTo(request)).isEmpty();
        }

        @Test
        void refusesMoreThanMayWait() {
            World world = World.of(1).guest(spec("web"), "h1");
            world.agent("h1").mute();
            for (int number = 0; number < AppLimits.INQUIRIES_OPEN; number++) {
                world.askAndWait(new Request.ReadGuestXml("web", ""));
            }

            assertThat(world.refused(new Request.ReadGuestXml("web", "")).code())
                    .isEqualTo(ErrorCode.BUSY);
            assertThat(world.refused(new Request.ReadGuestXml("ghost", "")).code())
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
    }
}
