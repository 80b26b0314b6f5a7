package io.kvmherd.agent.core.guard;

import static io.kvmherd.agent.core.guard.Commands.CONTROLLER;
import static io.kvmherd.agent.core.guard.Commands.DATABASE;
import static io.kvmherd.agent.core.guard.Commands.GUEST;
import static io.kvmherd.agent.core.guard.Commands.hello;
import static io.kvmherd.agent.core.guard.Commands.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.guard.Admission.InProgress;
import io.kvmherd.agent.core.guard.Admission.Proceed;
import io.kvmherd.agent.core.guard.Admission.Refuse;
import io.kvmherd.agent.core.guard.Admission.Repeat;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog.Fate;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.AgentCommand.BuryGuest;
import io.kvmherd.common.protocol.AgentCommand.Change;
import io.kvmherd.common.protocol.AgentCommand.InspectGuest;
import io.kvmherd.common.protocol.AgentCommand.StartGuest;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.ProofRead;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage.HelloRefused;
import io.kvmherd.common.protocol.LinkMessage.OpenStep;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandGuardTest {

    private static final UUID OTHER = new UUID(4, 4);

    private final SimulatedGuardLog log = new SimulatedGuardLog();
    private final CommandGuard guard = CommandGuard.open(log, "boot-1");

    @Nested
    final class Hello {

        @Test
        void isAcceptedOnceTheEpochIsDurable() {
            assertThat(guard.hello(hello(5, CONTROLLER, DATABASE, 100))).isEmpty();

            CommandGuard next = CommandGuard.open(log.reopened(), "boot-1");

            assertThat(next.highestEpoch()).isEqualTo(5);
        }

        @Test
        void isAcceptedAgainFromTheSameController() {
            guard.hello(hello(5, CONTROLLER, DATABASE, 100));

            assertThat(guard.hello(hello(5, CONTROLLER, DATABASE, 100))).isEmpty();
            assertThat(log.size()).isEqualTo(2);
        }

        @Test
        void ofAnOlderEpochIsRefused() {
            guard.hello(hello(5, CONTROLLER, DATABASE, 100));

            assertThat(guard.hello(hello(4, OTHER, DATABASE, 100)))
                    .map(HelloRefused::refusal)
                    .contains(Refusal.STALE_EPOCH);
        }

        @Test
        void ofAnotherControllerInTheSameEpochIsRefused() {
            guard.hello(hello(5, CONTROLLER, DATABASE, 100));

            assertThat(guard.hello(hello(5, OTHER, DATABASE, 100)))
                    .map(HelloRefused::refusal)
                    .contains(Refusal.EPOCH_TAKEN_TWICE);
        }

        @Test
        void fromADatabaseThatKnowsLessIsRefusedWhateverItsEpoch() {
            guard.hello(hello(5, CONTROLLER, DATABASE, 100));

            assertThat(guard.hello(hello(9, OTHER, DATABASE, 99)))
                    .map(HelloRefused::refusal)
                    .contains(Refusal.DATABASE_REGRESSED);
            assertThat(guard.highestEpoch()).isEqualTo(5);
        }

        @Test
        void fromACopyThatDoesNotHaveAStepBegunHereIsRefusedInEveryLaterLifeHoweverFarItCounts() {
            Commands controller = Commands.accepted(guard).withJournal(120);
            guard.ended(begun(controller), 1, new CommandResult.Done());
            JournalPlace place = new JournalPlace(new Epoch(5, CONTROLLER), 120);

            for (CommandGuard life : List.of(guard, CommandGuard.open(log.reopened(), "boot-1"))) {
                assertThat(life.newestPlace()).contains(place);
                assertThat(life.hello(Commands.hello(9, OTHER, 119, place, true)))
                        .map(HelloRefused::refusal)
                        .contains(Refusal.DATABASE_REGRESSED);
                assertThat(life.hello(Commands.hello(9, OTHER, 5_000, place, false)))
                        .map(HelloRefused::refusal)
                        .contains(Refusal.DATABASE_REGRESSED);
            }
            assertThat(guard.hello(Commands.hello(9, OTHER, 5_000, place, true)))
                    .isEmpty();
        }

        @Test
        void fromACopyThatDoesNotHaveTheEndOfAnOperationForgottenHereIsRefused() {
            Commands controller = Commands.accepted(guard).withJournal(120);
            OperationId operation = begun(controller);
            guard.ended(operation, 1, new CommandResult.Done());
            JournalPlace end = new JournalPlace(new Epoch(5, CONTROLLER), 121);

            guard.forget(operation, Optional.of(end));

            assertThat(CommandGuard.open(log.reopened(), "boot-1").newestPlace())
                    .contains(end);
            assertThat(guard.hello(Commands.hello(9, OTHER, 5_000, end, false)))
                    .map(HelloRefused::refusal)
                    .contains(Refusal.DATABASE_REGRESSED);
        }

        @Test
        void ofATermThatIsOverMakesNothingForgotten() {
            OperationId operation = begun(Commands.accepted(guard));
            guard.ended(operation, 1, new CommandResult.Done());
            guard.hello(Commands.helloTo(guard, 6, OTHER));

            guard.forget(operation, Commands.PLACE);

            assertThat(guard.openSteps()).containsExactly(new OpenStep(operation, 1, true));
        }

        @Test
        void thatAnswersAGreetingFromBeforeTheNewestStepHasToBeAskedForAgain() {
            Commands controller = Commands.accepted(guard).withJournal(120);
            begun(controller);

            for (Epoch said : List.of(new Epoch(5, CONTROLLER), new Epoch(9, OTHER))) {
                assertThat(guard.hello(hello(said.number(), said.incarnation(), DATABASE, 5_000)))
                        .map(HelloRefused::refusal)
                        .contains(Refusal.OUT_OF_SEQUENCE);
            }
            assertThat(controller.send(operation(2), 1, 1, new StartGuest(GUEST)))
                    .isInstanceOf(Proceed.class);
        }

        @Test
        void fromTheDatabaseThatWasToldToBeRightIsNotHeldToStepsOfTheOther() {
            Commands controller = Commands.accepted(guard).withJournal(120);
            guard.ended(begun(controller), 1, new CommandResult.Done());

            guard.forgetDatabase();

            assertThat(guard.hello(hello(6, OTHER, OTHER, 1))).isEmpty();
            assertThat(CommandGuard.open(log.reopened(), "boot-1").hello(hello(7, OTHER, OTHER, 2)))
                    .isEmpty();
        }

        private OperationId begun(Commands controller) {
            OperationId operation = Commands.operation(1);
            assertThat(controller.send(operation, 1, 1, new AgentCommand.StartGuest(GUEST)))
                    .isInstanceOf(Admission.Proceed.class);
            return operation;
        }

        @Test
        void fromAnotherDatabaseIsRefusedUntilTheOperatorSaysSo() {
            guard.hello(hello(5, CONTROLLER, DATABASE, 100));
            Optional<HelloRefused> refused = guard.hello(hello(6, OTHER, OTHER, 200));

            guard.forgetDatabase();

            assertThat(refused).map(HelloRefused::refusal).contains(Refusal.DATABASE_REGRESSED);
            assertThat(CommandGuard.open(log.reopened(), "boot-1").hello(hello(6, OTHER, OTHER, 1)))
                    .isEmpty();
        }

        @Test
        void isRefusedWhenItsEpochCannotBeMadeDurable() {
            log.failAfter(0, Fate.LOST);

            assertThat(guard.hello(hello(5, CONTROLLER, DATABASE, 100)))
                    .map(HelloRefused::refusal)
                    .contains(Refusal.LOG_FAILED);
            assertThat(guard.highestEpoch()).isZero();
            assertThat(guard.failure()).isPresent();
        }
    }

    @Nested
    final class ALifeThatObserves {

        private final CommandGuard observing = CommandGuard.open(log.reopened(), "boot-1", ManagementMode.OBSERVE);
        private final Commands controller = Commands.accepted(observing);

        @Test
        void refusesEveryChangeAndRemembersNothingOfIt() {
            for (Change change : Commands.changesOf(GUEST)) {
                assertRefused(controller.send(operation(1), 1, 1, change), Refusal.OBSERVE_ONLY);
            }

            assertThat(observing.openSteps()).isEmpty();
            assertThat(observing.heldPlacement(GUEST)).isZero();
        }

        @Test
        void answersWhatOnlyAsks() {
            Admission asked = controller.send(operation(1), 1, 0, new InspectGuest(GUEST));

            assertThat(asked).isInstanceOf(Proceed.class);
        }

        @Test
        void stillRepeatsWhatAnEarlierLifeDid() {
            SimulatedGuardLog kept = new SimulatedGuardLog();
            CommandGuard managing = CommandGuard.open(kept, "boot-1");
            Commands.accepted(managing).send(operation(1), 1, 1, new StartGuest(GUEST));
            managing.ended(operation(1), 1, new Done());
            CommandGuard next = CommandGuard.open(kept.reopened(), "boot-1", ManagementMode.OBSERVE);

            Admission again = new Commands(next).send(operation(1), 1, 1, new StartGuest(GUEST));

            assertThat(again).isEqualTo(new Repeat(new Done()));
        }
    }

    @Nested
    final class ACommand {

        private final Commands controller = Commands.accepted(guard);

        @Test
        void proceedsOnceAndIsInProgressUntilItsEnd() {
            assertThat(controller.send(operation(1), 1, 1, new StartGuest(GUEST)))
                    .isInstanceOf(Proceed.class);
            assertThat(controller.send(operation(1), 1, 1, new StartGuest(GUEST)))
                    .isInstanceOf(InProgress.class);
        }

        @Test
        void isAnsweredWithItsStoredResultAfterItsEnd() {
            controller.send(operation(1), 1, 1, new StartGuest(GUEST));
            guard.ended(operation(1), 1, new Failed(ErrorCode.CONFLICT, "it runs"));

            Admission again = controller.send(operation(1), 1, 1, new StartGuest(GUEST));

            assertThat(again).isEqualTo(new Repeat(new Failed(ErrorCode.CONFLICT, "it runs")));
        }

        @Test
        void isAnsweredWithItsStoredResultInTheNextLifeWhateverLifeItWasMeantFor() {
            controller.send(operation(1), 1, 1, new StartGuest(GUEST));
            guard.ended(operation(1), 1, new NotAdmitted(Refusal.PRECONDITION, "it is off"));
            CommandGuard next = CommandGuard.open(log.reopened(), "boot-2");

            Admission again =
                    new Commands(next).forLife(guard.generation()).send(operation(1), 1, 1, new StartGuest(GUEST));

            assertThat(again).isEqualTo(new Repeat(new NotAdmitted(Refusal.PRECONDITION, "it is off")));
        }

        @Test
        void thatWasInterruptedIsNeverDoneAgain() {
            controller.send(operation(1), 1, 1, new StartGuest(GUEST));
            CommandGuard next = CommandGuard.open(log.reopened(), "boot-1");

            Admission again = new Commands(next).send(operation(1), 1, 1, new StartGuest(GUEST));

            assertThat(again)
                    .isInstanceOfSatisfying(
                            Repeat.class,
                            repeat -> assertThat(repeat.result())
                                    .isInstanceOfSatisfying(
                                            Failed.class,
                                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UNREACHABLE)));
            assertThat(next.openSteps()).containsExactly(new OpenStep(operation(1), 1, false));
        }

        @Test
        void thatTurnsAKnownStepIntoAnotherIsRefused() {
            controller.send(operation(1), 1, 1, new StartGuest(GUEST));

            assertRefused(controller.send(operation(1), 1, 1, new BuryGuest(GUEST)), Refusal.PRECONDITION);
        }

        @Test
        void ofAnOlderEpochIsRefused() {
            guard.hello(hello(6, OTHER, DATABASE, 100));

            assertRefused(controller.send(operation(1), 1, 1, new StartGuest(GUEST)), Refusal.STALE_EPOCH);
        }

        @Test
        void ofAnEpochThatDidNotSayHelloIsRefused() {
            controller.inEpoch(6, OTHER);

            assertRefused(controller.send(operation(1), 1, 1, new StartGuest(GUEST)), Refusal.STALE_EPOCH);
        }

        @Test
        void ofAnotherControllerInTheSameEpochIsRefused() {
            controller.inEpoch(5, OTHER);

            assertRefused(controller.send(operation(1), 1, 1, new StartGuest(GUEST)), Refusal.EPOCH_TAKEN_TWICE);
        }

        @Test
        void forAnotherLifeOfTheHostIsRefused() {
            controller.forLife(new HostGeneration("boot-0", 1));

            assertRefused(controller.send(operation(1), 1, 1, new StartGuest(GUEST)), Refusal.WRONG_HOST_GENERATION);
        }

        @Test
        void thatWasOvertakenIsRefused() {
            controller.withSequence(7).send(operation(1), 1, 1, new StartGuest(GUEST));

            Admission late = controller.withSequence(7).send(operation(2), 1, 1, new BuryGuest(GUEST));

            assertRefused(late, Refusal.OUT_OF_SEQUENCE);
        }

        @Test
        void thatWasOvertakenByAnInquiryIsRefused() {
            controller.withSequence(7).send(operation(1), 1, 1, new InspectGuest(GUEST));

            Admission late = controller.withSequence(6).send(operation(2), 1, 1, new StartGuest(GUEST));

            assertRefused(late, Refusal.OUT_OF_SEQUENCE);
        }

        @Test
        void ofANewEpochStartsItsOwnSequence() {
            controller.withSequence(70).send(operation(1), 1, 1, new StartGuest(GUEST));
            guard.hello(Commands.helloTo(guard, 6, OTHER));

            Admission first =
                    controller.inEpoch(6, OTHER).withSequence(1).send(operation(2), 1, 1, new BuryGuest(GUEST));

            assertThat(first).isInstanceOf(Proceed.class);
        }

        @Test
        void ofALeaderWhoseDatabaseLostCommitsIsRefusedButInquiriesGoOn() {
            guard.hello(hello(5, CONTROLLER, DATABASE, 99));

            Admission change = controller.send(operation(1), 1, 1, new StartGuest(GUEST));
            Admission inquiry = controller.send(operation(1), 2, 1, new InspectGuest(GUEST));

            assertRefused(change, Refusal.DATABASE_REGRESSED);
            assertThat(inquiry).isInstanceOf(Proceed.class);
        }

        @Test
        void isRefusedOnceTheLogFailedButInquiriesGoOn() {
            log.failAfter(0, Fate.WRITTEN);

            Admission first = controller.send(operation(1), 1, 1, new StartGuest(GUEST));
            Admission second = controller.send(operation(2), 1, 1, new StartGuest(GUEST));
            Admission inquiry = controller.send(operation(3), 1, 1, new InspectGuest(GUEST));

            assertRefused(first, Refusal.LOG_FAILED);
            assertRefused(second, Refusal.LOG_FAILED);
            assertThat(inquiry).isInstanceOf(Proceed.class);
        }

        @Test
        void isRefusedAsBusyWhileTooManyStepsWaitToBeForgotten() {
            for (int i = 0; i < GuardLimits.STEPS; i++) {
                controller.send(operation(i), 1, 0, new AgentCommand.WritePoolProof("shared", "n"));
            }

            assertRefused(controller.send(operation(-1), 1, 1, new StartGuest(GUEST)), Refusal.BUSY);
        }

        @Test
        void leavesNoTraceWhenItOnlyAsks() {
            int before = log.size();

            controller.send(operation(1), 1, 1, new InspectGuest(GUEST));

            assertThat(log.size()).isEqualTo(before);
            assertThat(guard.openSteps()).isEmpty();
        }
    }

    @Nested
    final class APlacement {

        private final Commands controller = Commands.accepted(guard);

        @Test
        void belowTheOneHeldIsRefusedToEveryCommand() {
            controller.send(operation(1), 1, 5, new StartGuest(GUEST));

            for (Change change : Commands.changesOf(GUEST)) {
                assertRefused(controller.send(operation(2), 1, 4, change), Refusal.STALE_PLACEMENT);
            }
        }

        @Test
        void thatWasBuriedIsRefusedToAllButWhatTakesAway() {
            guard.bury(GUEST, new PlacementGeneration(5));

            for (Change change : Commands.changesOf(GUEST)) {
                Admission admission =
                        controller.send(operation(change.getClass().getName().hashCode()), 1, 5, change);
                boolean takesAway = PlacementRule.of(change) == PlacementRule.TAKES_AWAY;
                assertThat(admission).as(change.toString()).isInstanceOf(takesAway ? Proceed.class : Refuse.class);
            }
        }

        @Test
        void ofZeroIsRefusedToEveryCommandAboutAGuest() {
            for (Change change : Commands.changesOf(GUEST)) {
                assertRefused(controller.send(operation(2), 1, 0, change), Refusal.STALE_PLACEMENT);
            }
        }

        @Test
        void isHeldOnlyByWhatGrantsIt() {
            for (Change change : Commands.changesOf(GUEST)) {
                CommandGuard fresh = CommandGuard.open(new SimulatedGuardLog(), "boot-1");
                Commands.accepted(fresh).send(operation(1), 1, 3, change);
                boolean grants = PlacementRule.of(change) == PlacementRule.GRANTS;
                assertThat(fresh.heldPlacement(GUEST)).as(change.toString()).isEqualTo(grants ? 3 : 0);
            }
        }

        @Test
        void staysBuriedInTheNextLife() {
            guard.bury(GUEST, new PlacementGeneration(5));

            assertThat(CommandGuard.open(log.reopened(), "boot-2").buriedPlacement(GUEST))
                    .isEqualTo(5);
        }

        @Test
        void isNotBuriedWhenThatCannotBeMadeDurable() {
            log.failAfter(0, Fate.LOST);

            assertThatThrownBy(() -> guard.bury(GUEST, new PlacementGeneration(5)))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_FAILED));
            assertThat(guard.buriedPlacement(GUEST)).isZero();
        }
    }

    @Nested
    final class AnExpectedArrival {

        private final ExpectedArrival arrival =
                new ExpectedArrival(GUEST, new PlacementGeneration(2), new HostId("h2"), 1_000);

        @Test
        void holdsUntilItsTimeIsOver() {
            guard.expectArrival(arrival, 0);

            assertThat(guard.expectedArrival(GUEST, 999)).contains(arrival);
            assertThat(guard.expectedArrival(GUEST, 1_000)).isEmpty();
            assertThat(guard.expectedArrivals(1_000)).isEmpty();
        }

        @Test
        void endsWhenItIsWithdrawnOrItsGenerationBuried() {
            guard.expectArrival(arrival, 0);
            guard.withdrawArrival(GUEST);
            boolean withdrawn = guard.expectedArrival(GUEST, 1).isEmpty();
            guard.expectArrival(arrival, 0);

            guard.bury(GUEST, new PlacementGeneration(2));

            assertThat(withdrawn).isTrue();
            assertThat(guard.expectedArrival(GUEST, 1)).isEmpty();
        }

        @Test
        void isForgottenInTheNextLife() {
            guard.expectArrival(arrival, 0);

            assertThat(CommandGuard.open(log.reopened(), "boot-1").expectedArrival(GUEST, 1))
                    .isEmpty();
        }

        @Test
        void isRefusedBeyondTheLimitButMakesRoomWhenItsTimeIsOver() {
            for (int i = 0; i < GuardLimits.ARRIVALS; i++) {
                guard.expectArrival(
                        new ExpectedArrival(Commands.guest(i + 2), new PlacementGeneration(1), new HostId("h2"), 1_000),
                        0);
            }

            assertThatThrownBy(() -> guard.expectArrival(arrival, 0)).isInstanceOf(KvmherdException.class);
            guard.expectArrival(new ExpectedArrival(GUEST, new PlacementGeneration(2), new HostId("h2"), 9_000), 2_000);
            assertThat(guard.expectedArrivals(2_000)).hasSize(1);
        }
    }

    @Nested
    final class TheLog {

        private final Commands controller = Commands.accepted(guard);

        @Test
        void countsTheAgentsLives() {
            CommandGuard second = CommandGuard.open(log.reopened(), "boot-1");

            assertThat(guard.generation()).isEqualTo(new HostGeneration("boot-1", 1));
            assertThat(second.generation()).isEqualTo(new HostGeneration("boot-1", 2));
        }

        @Test
        void forgetsTheStepsOfAnOperation() {
            controller.send(operation(1), 1, 1, new StartGuest(GUEST));
            guard.ended(operation(1), 1, new Done());
            guard.forget(operation(1), Commands.PLACE);

            assertThat(guard.openSteps()).isEmpty();
            assertThat(CommandGuard.open(log.reopened(), "boot-1").openSteps()).isEmpty();
        }

        @Test
        void letsAStepEndWhoseOperationWasForgotten() {
            controller.send(operation(1), 1, 1, new StartGuest(GUEST));
            guard.forget(operation(1), Commands.PLACE);
            Admission again = controller.send(operation(1), 1, 1, new StartGuest(GUEST));

            guard.ended(operation(1), 1, new Done());

            assertThat(again).isInstanceOf(InProgress.class);
            assertThat(guard.openSteps()).isEmpty();
        }

        @Test
        void refusesAnEndWithoutABegin() {
            assertThatThrownBy(() -> guard.ended(operation(1), 1, new Done()))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void refusesAResultThatNoChangeCanHave() {
            controller.send(operation(1), 1, 1, new StartGuest(GUEST));

            assertThatThrownBy(() -> guard.ended(operation(1), 1, new ProofRead(true)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void cutsOffAVeryLongMessage() {
            controller.send(operation(1), 1, 1, new StartGuest(GUEST));
            guard.ended(operation(1), 1, new Failed(ErrorCode.HYPERVISOR_FAILED, "ß".repeat(100_000)));

            Admission again = new Commands(CommandGuard.open(log.reopened(), "boot-1"))
                    .send(operation(1), 1, 1, new StartGuest(GUEST));

            assertThat(again)
                    .isInstanceOfSatisfying(
                            Repeat.class,
                            repeat -> assertThat(repeat.result())
                                    .isInstanceOfSatisfying(
                                            Failed.class,
                                            failed ->
                                                    assertThat(failed.message()).hasSize(GuardLimits.MESSAGE_LENGTH)));
        }

        @Test
        void staysSmallHoweverMuchHappens() {
            for (int i = 0; i < 20_000; i++) {
                controller.send(operation(i), 1, 1, new StartGuest(GUEST));
                guard.ended(operation(i), 1, new Done());
                guard.forget(operation(i), Commands.PLACE);
            }

            assertThat(log.size()).isLessThan(2 * GuardLimits.HISTORY_RECORDS);
            assertThat(log.rewrites()).isPositive();
        }

        @Test
        void saysTheSameAfterARewrite() {
            controller.send(operation(-1), 1, 7, new StartGuest(GUEST));
            guard.bury(Commands.guest(2), new PlacementGeneration(4));
            controller.withJournal(300).send(operation(-3), 1, 9, new StartGuest(Commands.guest(4)));
            guard.ended(operation(-3), 1, new Done());
            guard.forget(operation(-3), Commands.PLACE);
            controller.withJournal(100).send(operation(-2), 3, 1, new StartGuest(Commands.guest(3)));
            guard.ended(operation(-2), 3, new Done());
            for (int i = 0; i < 2_000; i++) {
                controller.send(operation(i), 1, 7, new StartGuest(GUEST));
                guard.ended(operation(i), 1, new Done());
                guard.forget(operation(i), Commands.PLACE);
            }

            CommandGuard next = CommandGuard.open(log.reopened(), "boot-1");

            assertThat(next.heldPlacement(GUEST)).isEqualTo(7);
            assertThat(next.heldPlacement(Commands.guest(4))).isEqualTo(9);
            assertThat(next.buriedPlacement(Commands.guest(2))).isEqualTo(4);
            assertThat(next.openSteps())
                    .isEqualTo(List.of(new OpenStep(operation(-1), 1, false), new OpenStep(operation(-2), 3, true)));
            assertThat(next.highestEpoch()).isEqualTo(5);
            assertThat(next.newestPlace()).contains(new JournalPlace(new Epoch(5, CONTROLLER), 300));
            assertThat(next.generation().agentIncarnation()).isEqualTo(2);
        }

        @Test
        void knowsAfterARewriteWhoWasToldToGoOff() {
            GuestId off = Commands.guest(2);
            GuestId onAgain = Commands.guest(3);
            for (GuestId guest : List.of(off, onAgain)) {
                ended(-1, 1, new StartGuest(guest));
                ended(-2, 1, new AgentCommand.ShutDownGuest(guest));
            }
            ended(-3, 1, new StartGuest(onAgain));
            guard.forget(operation(-3), Commands.PLACE);
            for (int i = 0; i < 2_000; i++) {
                ended(i, 7, new StartGuest(GUEST));
                guard.forget(operation(i), Commands.PLACE);
            }

            CommandGuard next = CommandGuard.open(log.reopened(), "boot-1");

            assertThat(log.rewrites()).isPositive();
            assertThat(next.isKeptOff(off)).isTrue();
            assertThat(next.isKeptOff(onAgain)).isFalse();
            assertThat(next.isKeptOff(GUEST)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2_000})
        void knowsWhoIsOffOnlyOnceItsStopHasEnded(int before) {
            List<CommandResult> results = List.of(
                    new Done(),
                    new NotAdmitted(Refusal.PRECONDITION, "it moves"),
                    new Failed(ErrorCode.UNREACHABLE, "libvirt went away"));
            for (int i = 0; i < results.size(); i++) {
                ended(-1, 1, new StartGuest(Commands.guest(10 + i)));
                controller.send(operation(100 + i), 1, 1, new AgentCommand.DestroyGuest(Commands.guest(10 + i)));
            }
            for (int i = 0; i < before; i++) {
                ended(-2, 7, new StartGuest(GUEST));
                guard.forget(operation(-2), Commands.PLACE);
            }
            CommandGuard inBetween = CommandGuard.open(log.reopened(), "boot-2");
            for (int i = 0; i < results.size(); i++) {
                guard.ended(operation(100 + i), 1, results.get(i));
            }

            CommandGuard next = CommandGuard.open(log.reopened(), "boot-2");

            assertThat(List.of(10, 11, 12)).allMatch(guest -> inBetween.isKeptOff(Commands.guest(guest)));
            assertThat(List.of(10, 11, 12))
                    .filteredOn(guest -> next.isKeptOff(Commands.guest(guest)))
                    .containsExactly(10, 12);
        }

        @Test
        void keepsOffInARewrittenLogWhomAnEarlierStopSwitchedOff() {
            GuestId off = Commands.guest(2);
            ended(-1, 1, new StartGuest(off));
            ended(-2, 1, new AgentCommand.DestroyGuest(off));
            controller.send(operation(-3), 1, 1, new AgentCommand.ShutDownGuest(off));
            for (int i = 0; i < 2_000; i++) {
                ended(i, 7, new StartGuest(GUEST));
                guard.forget(operation(i), Commands.PLACE);
            }
            guard.ended(operation(-3), 1, new NotAdmitted(Refusal.PRECONDITION, "it is off"));

            CommandGuard next = CommandGuard.open(log.reopened(), "boot-1");

            assertThat(log.rewrites()).isPositive();
            assertThat(next.isKeptOff(off)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2_000})
        void keepsOffWhomAnInterruptedStopMayHaveSwitchedOffAlthoughTheNextOneFailed(int before) {
            GuestId off = Commands.guest(2);
            ended(-1, 1, new StartGuest(off));
            controller.send(operation(-2), 1, 1, new AgentCommand.ShutDownGuest(off));
            SimulatedGuardLog secondLog = log.reopened();
            CommandGuard second = CommandGuard.open(secondLog, "boot-1");
            Commands again = Commands.accepted(second).withSequence(1_000);
            Admission destroying = again.send(operation(-3), 1, 1, new AgentCommand.DestroyGuest(off));
            second.ended(operation(-3), 1, new Failed(ErrorCode.HYPERVISOR_FAILED, "it said no"));
            for (int i = 0; i < before; i++) {
                again.send(operation(i), 1, 7, new StartGuest(GUEST));
                second.ended(operation(i), 1, new Done());
                second.forget(operation(i), Commands.PLACE);
            }

            CommandGuard next = CommandGuard.open(secondLog.reopened(), "boot-1");

            assertThat(destroying).isInstanceOf(Proceed.class);
            assertThat(secondLog.rewrites() > 0).isEqualTo(before > 1);
            assertThat(second.isKeptOff(off)).isTrue();
            assertThat(next.isKeptOff(off)).isTrue();
        }

        @Test
        void isNotInDoubtAnyMoreAboutWhomALaterStopSwitchedOff() {
            GuestId off = Commands.guest(2);
            ended(-1, 1, new StartGuest(off));
            controller.send(operation(-2), 1, 1, new AgentCommand.ShutDownGuest(off));
            ended(-3, 1, new AgentCommand.DestroyGuest(off));

            guard.ended(operation(-2), 1, new Failed(ErrorCode.HYPERVISOR_FAILED, "it is off"));

            assertThat(guard.isKeptOff(off)).isTrue();
            assertThat(CommandGuard.open(log.reopened(), "boot-1").isKeptOff(off))
                    .isTrue();
        }

        private int steps;

        private void ended(long operation, long placement, AgentCommand command) {
            steps++;
            controller.send(operation(operation), steps, placement, command);
            guard.ended(operation(operation), steps, new Done());
        }

        @Test
        void ofANewerAgentIsNotGuessedAt() {
            SimulatedGuardLog newer = new SimulatedGuardLog();
            newer.append(new byte[] {2, 1, 0});

            assertThatThrownBy(() -> CommandGuard.open(newer, "boot-1"))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
        }
    }

    private static void assertRefused(Admission admission, Refusal refusal) {
        assertThat(admission).isInstanceOfSatisfying(Refuse.class, refuse -> {
            assertThat(refuse.refusal()).isEqualTo(refusal);
            assertThat(refuse.detail()).isNotBlank();
        });
    }
}
