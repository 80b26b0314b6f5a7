package io.kvmherd.agent.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.simulated.MigrationFault;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedHosts;
import io.kvmherd.agent.core.simulated.SimulatedMachine;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.AgentCommand.AdoptArrival;
import io.kvmherd.common.protocol.AgentCommand.BuryGuest;
import io.kvmherd.common.protocol.AgentCommand.CheckArrival;
import io.kvmherd.common.protocol.AgentCommand.CreateGuest;
import io.kvmherd.common.protocol.AgentCommand.DeleteGuest;
import io.kvmherd.common.protocol.AgentCommand.DescribeGuest;
import io.kvmherd.common.protocol.AgentCommand.DestroyGuest;
import io.kvmherd.common.protocol.AgentCommand.DestroyLeftBehind;
import io.kvmherd.common.protocol.AgentCommand.ExpectArrival;
import io.kvmherd.common.protocol.AgentCommand.FollowMigration;
import io.kvmherd.common.protocol.AgentCommand.InspectGuest;
import io.kvmherd.common.protocol.AgentCommand.LimitMigration;
import io.kvmherd.common.protocol.AgentCommand.MigrateGuest;
import io.kvmherd.common.protocol.AgentCommand.ReadPoolProof;
import io.kvmherd.common.protocol.AgentCommand.ResumeGuest;
import io.kvmherd.common.protocol.AgentCommand.ShutDownGuest;
import io.kvmherd.common.protocol.AgentCommand.StartGuest;
import io.kvmherd.common.protocol.AgentCommand.StartPostCopy;
import io.kvmherd.common.protocol.AgentCommand.WithdrawArrival;
import io.kvmherd.common.protocol.AgentCommand.WritePoolProof;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.ArrivalChecked;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import io.kvmherd.common.protocol.CommandResult.GuestInspected;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.ProofRead;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.LinkMessage.MigrationPhase;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CommandExecutionTest {

    private static final GuestId GUEST = new GuestId(new UUID(1, 1));
    private static final HostId H2 = new HostId("h2");

    private final SimulatedHosts hosts = new SimulatedHosts();
    private final SimulatedGuardLog log = new SimulatedGuardLog();
    private final CommandGuard guard = CommandGuard.open(log, "boot-1");
    private final CommandExecution execution =
            new CommandExecution(hosts.h1, new SimulatedMachine(hosts.h1, "boot-1"), guard);
    private final CommandExecution there = new CommandExecution(
            hosts.h2, new SimulatedMachine(hosts.h2, "boot-2"), CommandGuard.open(new SimulatedGuardLog(), "boot-2"));
    private final List<MigrationProgress> progress = new ArrayList<>();

    @Nested
    final class TheLifeOfAGuest {

        @Test
        void goesFromCreationToDeletion() {
            assertThat(run(1, new CreateGuest(GUEST, SimulatedHosts.spec("web", ""))))
                    .isEqualTo(new Done());
            assertThat(stateHere()).isEqualTo(GuestState.SHUT_OFF);
            assertThat(run(1, new StartGuest(GUEST))).isEqualTo(new Done());
            assertThat(stateHere()).isEqualTo(GuestState.RUNNING);
            assertThat(run(1, new ShutDownGuest(GUEST))).isEqualTo(new Done());
            assertThat(stateHere()).isEqualTo(GuestState.SHUT_OFF);
            assertThat(run(1, new DeleteGuest(GUEST))).isEqualTo(new Done());
            assertThat(hosts.h1.inspect(GUEST)).isEmpty();
        }

        @Test
        void bearsEveryCommandTwice() {
            for (AgentCommand command : List.of(
                    new CreateGuest(GUEST, SimulatedHosts.spec("web", "")),
                    new StartGuest(GUEST),
                    new ShutDownGuest(GUEST),
                    new DestroyGuest(GUEST),
                    new DeleteGuest(GUEST))) {
                assertThat(run(1, command)).as(command.toString()).isEqualTo(new Done());
                assertThat(run(1, command)).as(command.toString()).isEqualTo(new Done());
            }
        }

        @Test
        void isNotTouchedWhenItIsNotManaged() {
            hosts.h1.outside().defineUnmanaged(GUEST, SimulatedHosts.spec("web", ""));

            for (AgentCommand command : List.of(
                    new CreateGuest(GUEST, SimulatedHosts.spec("web", "")),
                    new StartGuest(GUEST),
                    new DestroyGuest(GUEST),
                    new DeleteGuest(GUEST),
                    new ExpectArrival(GUEST, H2, 1_000, List.of()),
                    new BuryGuest(GUEST))) {
                assertPrecondition(run(1, command));
            }
            assertThat(guard.buriedPlacement(GUEST)).isZero();
        }

        @Test
        void isNotTouchedUnderANewerGeneration() {
            running(5);

            for (AgentCommand command : List.of(
                    new CreateGuest(GUEST, SimulatedHosts.spec("web", "")),
                    new StartGuest(GUEST),
                    new ShutDownGuest(GUEST),
                    new DestroyGuest(GUEST),
                    new DeleteGuest(GUEST),
                    new ResumeGuest(GUEST),
                    new AdoptArrival(GUEST, List.of()),
                    migrate("AuthenticAMD"),
                    new BuryGuest(GUEST))) {
                assertPrecondition(run(4, command));
            }
            assertThat(stateHere()).isEqualTo(GuestState.RUNNING);
        }

        @Test
        void isNotStartedWhereItIsNotDefined() {
            assertPrecondition(run(1, new StartGuest(GUEST)));
        }

        @Test
        void isNotStartedUnderTheGenerationThatWentElsewhere() {
            defined(1);
            hosts.h1.outside().become(GUEST, GuestState.SHUT_OFF_MIGRATED);

            assertPrecondition(run(1, new StartGuest(GUEST)));
            assertThat(run(2, new StartGuest(GUEST))).isEqualTo(new Done());
            assertThat(hosts.h1.inspect(GUEST).flatMap(ObservedGuest::placement))
                    .contains(new PlacementGeneration(2));
        }

        @Test
        void isNotStartedWhileItSleeps() {
            running(1);
            hosts.h1.outside().become(GUEST, GuestState.PAUSED);

            assertPrecondition(run(1, new StartGuest(GUEST)));
            assertThat(run(1, new ResumeGuest(GUEST))).isEqualTo(new Done());
            assertThat(stateHere()).isEqualTo(GuestState.RUNNING);
        }

        @Test
        void isNotResumedWhenItIsOff() {
            defined(1);

            assertPrecondition(run(1, new ResumeGuest(GUEST)));
        }

        @Test
        void isNotDeletedWhileItRuns() {
            running(1);

            assertPrecondition(run(1, new DeleteGuest(GUEST)));
        }

        @Test
        void becomesManagedWhenItIsAdopted() {
            hosts.h1.outside().defineUnmanaged(GUEST, SimulatedHosts.spec("web", ""));

            assertThat(run(1, new AdoptArrival(GUEST, List.of())))
                    .isEqualTo(new CommandResult.Arrived(Optional.empty()));
            assertThat(hosts.h1.inspect(GUEST).orElseThrow().isManaged()).isTrue();
        }
    }

    @Nested
    final class ABurial {

        @Test
        void removesWhatIsLeftAndIsDurable() {
            defined(1);

            assertThat(run(1, new BuryGuest(GUEST))).isEqualTo(new Done());
            assertThat(hosts.h1.inspect(GUEST)).isEmpty();
            assertThat(CommandGuard.open(log.reopened(), "boot-1").buriedPlacement(GUEST))
                    .isEqualTo(1);
        }

        @Test
        void ofARunningGuestIsRefused() {
            running(1);

            assertPrecondition(run(1, new BuryGuest(GUEST)));
            assertThat(guard.buriedPlacement(GUEST)).isZero();
        }

        @Test
        void isNotClaimedWhenItCouldNotBeMadeDurable() {
            log.failAfter(0, SimulatedGuardLog.Fate.LOST);

            assertThat(run(1, new BuryGuest(GUEST)))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.FILE_FAILED));
        }
    }

    @Nested
    final class AMigration {

        @Test
        void endsWithTheGuestThereAndTellsHowItWentOn() {
            running(1);

            CommandResult result = run(1, migrate("AuthenticAMD"));

            assertThat(result).isEqualTo(new Done());
            assertThat(hosts.h1.inspect(GUEST)).isEmpty();
            assertThat(hosts.h2.inspect(GUEST).map(ObservedGuest::state)).contains(GuestState.RUNNING);
            assertThat(progress).isNotEmpty();
        }

        @Test
        void toAnotherVendorIsRefusedHereWhateverTheControllerSays() {
            running(1);

            CommandResult honest = run(1, migrate("GenuineIntel"));
            CommandResult unknown = run(1, migrate(""));

            assertPrecondition(honest);
            assertPrecondition(unknown);
            assertThat(stateHere()).isEqualTo(GuestState.RUNNING);
        }

        @Test
        void ofAGuestOnALocalDiskIsRefused() {
            hosts.h1.define(
                    new GuestDefinition(GUEST, SimulatedHosts.spec("web", "", "local"), PlacementGeneration.FIRST));
            hosts.h1.start(GUEST);

            assertThat(run(1, migrate("AuthenticAMD")))
                    .isInstanceOfSatisfying(
                            NotAdmitted.class,
                            refused -> assertThat(refused.detail()).contains("POOL_NOT_SHARED", "pool=local"));
        }

        @Test
        void copiesALocalDiskIntoTheFileThatWasMadeForIt() {
            List<GuestDisk> disks = runningOnALocalDisk();
            assertThat(run(there, 2, new ExpectArrival(GUEST, new HostId("h1"), 1_000, disks)))
                    .isEqualTo(new Done());

            assertThat(run(1, migrateCopying("vda"))).isEqualTo(new Done());

            assertThat(run(there, 2, new WithdrawArrival(GUEST, disks))).isInstanceOf(NotAdmitted.class);
            assertThat(run(there, 2, new AdoptArrival(GUEST, disks))).isInstanceOf(CommandResult.Arrived.class);
            hosts.h2.destroy(GUEST);
            assertThat(run(there, 2, new WithdrawArrival(GUEST, disks))).isEqualTo(new Done());
            assertThat(hosts.h2.outside().files()).containsKey(disks.getFirst().path());
            assertThat(progress)
                    .last()
                    .satisfies(told -> assertThat(told.diskSentBytes()).isPositive());
        }

        @Test
        void thatDoesNotHappenLeavesNoFileAtItsDestination() {
            List<GuestDisk> disks = runningOnALocalDisk();
            run(there, 2, new ExpectArrival(GUEST, new HostId("h1"), 1_000, disks));

            assertThat(run(there, 2, new WithdrawArrival(GUEST, disks))).isEqualTo(new Done());

            assertThat(hosts.h2.outside().files()).isEmpty();
        }

        @Test
        void writesOverNobodysFile() {
            List<GuestDisk> disks = runningOnALocalDisk();
            hosts.h2.outside().write(disks.getFirst().path(), "somebody's");

            assertThat(run(there, 2, new ExpectArrival(GUEST, new HostId("h1"), 1_000, disks)))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT));
            assertThat(run(there, 2, new WithdrawArrival(GUEST, disks))).isEqualTo(new Done());

            assertThat(hosts.h2.outside().files()).containsValue("somebody's");
        }

        @Test
        void ofADiskThatTheGuestDoesNotHaveOrThatIsSharedIsRefused() {
            running(1);

            assertThat(run(1, migrateCopying("vda")))
                    .isInstanceOfSatisfying(
                            NotAdmitted.class,
                            refused -> assertThat(refused.detail()).contains("DISK_NOT_COPIED"));
            assertThat(run(1, migrateCopying("vdx")))
                    .isInstanceOfSatisfying(
                            NotAdmitted.class,
                            refused -> assertThat(refused.detail()).contains("DISK_NOT_COPIED", "vdx"));
            assertThat(stateHere()).isEqualTo(GuestState.RUNNING);
        }

        @Test
        void ofAGuestThatIsOffIsRefused() {
            defined(1);

            assertPrecondition(run(1, migrate("AuthenticAMD")));
        }

        @Test
        void thatDoesNotGetAnywhereIsGivenUp() {
            running(1);
            hosts.h1.outside().dirtyMemory(GUEST, 512L * 1_024 * 1_024);

            CommandResult result = run(1, migrate("AuthenticAMD"));

            assertThat(result)
                    .isInstanceOfSatisfying(
                            CommandResult.GivenUp.class,
                            givenUp -> assertThat(givenUp.reasons())
                                    .singleElement()
                                    .satisfies(reason -> {
                                        assertThat(reason.code()).isEqualTo(ReasonCode.MIGRATION_DOES_NOT_CONVERGE);
                                        assertThat(reason.numbers())
                                                .containsEntry("dirtyMibPerSecond", 512L)
                                                .containsEntry("linkMibPerSecond", 256L)
                                                .containsEntry("downtimeMs", 800L);
                                    }));
            assertThat(stateHere()).isEqualTo(GuestState.RUNNING);
        }

        @Test
        void thatMustFinishEndsInPostCopy() {
            running(1);
            hosts.h1.outside().dirtyMemory(GUEST, 512L * 1_024 * 1_024);

            CommandResult result = run(1, migrate("AuthenticAMD", MigrationPolicy.MUST_FINISH));

            assertThat(result).isEqualTo(new Done());
            assertThat(hosts.h1.inspect(GUEST)).isEmpty();
            assertThat(hosts.h2.inspect(GUEST).orElseThrow().state()).isEqualTo(GuestState.RUNNING);
            assertThat(hosts.h2.arrivalFigures(GUEST)).isPresent();
            assertThat(progress).extracting(MigrationProgress::phase).contains(MigrationPhase.POST_COPY);
        }

        @Test
        void thatIsOverIsFollowedAtOnce() {
            running(1);

            CommandResult result = run(1, new FollowMigration(GUEST, 600_000, 10_000, Optional.empty()));

            assertThat(result).isEqualTo(new Done());
        }

        @Test
        void thatDoesNotExistIsNeitherTunedNorSwitchedOver() {
            running(1);

            for (AgentCommand command : List.of(new LimitMigration(GUEST, 10), new StartPostCopy(GUEST))) {
                assertThat(run(1, command))
                        .isInstanceOfSatisfying(
                                Failed.class,
                                failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT));
            }
        }

        @Test
        void thatLosesItsConfirmationLeavesACopyThatCanBeDestroyed() {
            running(1);
            hosts.h1.outside().failNextMigration(MigrationFault.CONFIRM_LOST);

            CommandResult migrated = run(1, migrate("AuthenticAMD"));
            CommandResult destroyed = run(1, new DestroyLeftBehind(GUEST));
            CommandResult buried = run(1, new BuryGuest(GUEST));

            assertThat(migrated).isInstanceOf(Failed.class);
            assertThat(destroyed).isEqualTo(new Done());
            assertThat(buried).isEqualTo(new Done());
            assertThat(hosts.h2.inspect(GUEST).map(ObservedGuest::state)).contains(GuestState.RUNNING);
        }

        @Test
        void thatLosesItsFinishLeavesAGuestThatCanBeResumed() {
            running(1);
            hosts.h1.outside().failNextMigration(MigrationFault.FINISH_LOST);
            run(1, migrate("AuthenticAMD"));

            assertThat(run(1, new ResumeGuest(GUEST))).isEqualTo(new Done());
            assertThat(stateHere()).isEqualTo(GuestState.RUNNING);
        }

        @Test
        void thatIsInItsSwitchOverIsLeftAlone() {
            running(1);
            hosts.h1.outside().failNextMigration(MigrationFault.STUCK_IN_SWITCH_OVER);
            run(1, migrate("AuthenticAMD"));

            for (AgentCommand command : List.of(
                    new ResumeGuest(GUEST),
                    new DestroyGuest(GUEST),
                    new DestroyLeftBehind(GUEST),
                    new ShutDownGuest(GUEST),
                    new AdoptArrival(GUEST, List.of()),
                    new BuryGuest(GUEST))) {
                assertPrecondition(run(1, command));
            }
        }

        @Test
        void ofARunningGuestLeavesNothingBehindToDestroy() {
            running(1);

            assertPrecondition(run(1, new DestroyLeftBehind(GUEST)));
            assertThat(stateHere()).isEqualTo(GuestState.RUNNING);
        }
    }

    @Nested
    final class AnArrival {

        @Test
        void isExpectedUntilItIsWithdrawn() {
            run(2, new ExpectArrival(GUEST, H2, 1_000, List.of()));
            boolean expected = guard.expectedArrival(GUEST, 999).isPresent();

            run(2, new WithdrawArrival(GUEST, List.of()));

            assertThat(expected).isTrue();
            assertThat(guard.expectedArrival(GUEST, 999)).isEmpty();
        }

        @Test
        void isNotExpectedForEver() {
            assertThat(run(2, new ExpectArrival(GUEST, H2, Long.MAX_VALUE, List.of())))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        }

        @Test
        void isNotExpectedWhereTheGuestRuns() {
            running(1);

            assertPrecondition(run(2, new ExpectArrival(GUEST, H2, 1_000, List.of())));
        }

        @Test
        void fromAnotherVendorIsRefusedHereWhateverTheControllerSays() {
            assertThat(checked("GenuineIntel")).containsExactly(ReasonCode.CPU_VENDOR_DIFFERS);
            assertThat(checked("")).containsExactly(ReasonCode.CPU_VENDOR_UNKNOWN);
        }

        @Test
        void fromTheSameVendorIsLeftToTheHypervisor() {
            assertThat(checked("AuthenticAMD")).isEmpty();
        }

        @Test
        void lacksABridgeThatIsNotOfThisHost() {
            running(1);
            GuestDescribed described = hosts.h1.describe(GUEST);
            String bridged = described
                    .domainXml()
                    .replace("</devices>", "<interface type='bridge'><source bridge='br7'/></interface></devices>");

            ArrivalChecked answer = (ArrivalChecked) run(
                    1,
                    new CheckArrival(
                            GUEST,
                            SimulatedHosts.spec("web", described.machineType()),
                            H2,
                            "AuthenticAMD",
                            bridged,
                            described.qemuVersion()));

            assertThat(answer.reasons())
                    .contains(Reason.of(ReasonCode.LINK_MISSING)
                            .with("link", "br7")
                            .with("kind", "bridge"));
        }

        private List<ReasonCode> checked(String fromVendor) {
            GuestId other = new GuestId(new UUID(1, 2));
            if (hosts.h2.inspect(other).isEmpty()) {
                hosts.h2.define(new GuestDefinition(other, SimulatedHosts.spec("db", ""), PlacementGeneration.FIRST));
            }
            GuestDescribed described = hosts.h2.describe(other);
            CommandResult result = run(
                    1,
                    new CheckArrival(
                            other,
                            SimulatedHosts.spec("db", described.machineType()),
                            H2,
                            fromVendor,
                            described.domainXml(),
                            described.qemuVersion()));
            return ((ArrivalChecked) result)
                    .reasons().stream().map(Reason::code).toList();
        }
    }

    @Nested
    final class AnInquiry {

        @Test
        void tellsWhatTheHypervisorSeesAndWhatTheGuardRemembers() {
            running(3);
            guard.bury(GUEST, new PlacementGeneration(2));

            CommandResult result = run(3, new InspectGuest(GUEST));

            assertThat(result).isInstanceOfSatisfying(GuestInspected.class, inspected -> {
                assertThat(inspected.guest()).isEqualTo(hosts.h1.inspect(GUEST));
                assertThat(inspected.buriedPlacement()).isEqualTo(2);
            });
        }

        @Test
        void saysAbsentOnlyWhenAHypervisorSaidSo() {
            CommandResult absent = run(3, new InspectGuest(GUEST));
            hosts.h1.outside().breakConnection();

            CommandResult broken = run(3, new InspectGuest(GUEST));

            assertThat(absent).isEqualTo(new GuestInspected(Optional.empty(), 0, 0));
            assertThat(broken)
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UNREACHABLE));
        }

        @Test
        void describesAGuest() {
            running(1);

            assertThat(run(1, new DescribeGuest(GUEST, false))).isEqualTo(hosts.h1.describe(GUEST));
        }

        @Test
        void findsTheProofThatWasWritten() {
            run(0, new WritePoolProof("shared", "n1"));

            assertThat(run(0, new ReadPoolProof("shared", "n1"))).isEqualTo(new ProofRead(true));
            assertThat(run(0, new ReadPoolProof("shared", "n2"))).isEqualTo(new ProofRead(false));
            assertThat(run(0, new ReadPoolProof("nowhere", "n1"))).isInstanceOf(Failed.class);
        }
    }

    private CommandResult run(long placement, AgentCommand command) {
        return run(execution, placement, command);
    }

    private CommandResult run(CommandExecution host, long placement, AgentCommand command) {
        CommandEnvelope envelope = new CommandEnvelope(
                new OperationId(new UUID(7, 1)),
                1,
                new Epoch(1, new UUID(8, 8)),
                1,
                1,
                guard.generation(),
                new PlacementGeneration(placement),
                60_000,
                command);
        return host.execute(envelope, 0, progress::add);
    }

    private List<GuestDisk> runningOnALocalDisk() {
        hosts.h1.define(new GuestDefinition(GUEST, SimulatedHosts.spec("web", "", "local"), PlacementGeneration.FIRST));
        hosts.h1.start(GUEST);
        return hosts.h1.disks(GUEST).disks();
    }

    private static MigrateGuest migrateCopying(String disk) {
        MigrateGuest plain = migrate("AuthenticAMD");
        return new MigrateGuest(
                plain.guest(),
                plain.to(),
                plain.destinationUri(),
                plain.migrationUri(),
                plain.toVendor(),
                plain.sharedPools(),
                0,
                plain.timeoutMs(),
                plain.noProgressMs(),
                plain.policy(),
                List.of(disk),
                Optional.empty());
    }

    private void defined(long placement) {
        hosts.h1.define(new GuestDefinition(GUEST, SimulatedHosts.spec("web", ""), new PlacementGeneration(placement)));
    }

    private void running(long placement) {
        defined(placement);
        hosts.h1.start(GUEST);
    }

    private GuestState stateHere() {
        return hosts.h1.inspect(GUEST).orElseThrow().state();
    }

    private static MigrateGuest migrate(String toVendor) {
        return migrate(toVendor, MigrationPolicy.NORMAL);
    }

    private static MigrateGuest migrate(String toVendor, MigrationPolicy policy) {
        return new MigrateGuest(
                GUEST,
                H2,
                "sim://h2",
                "tcp://h2",
                toVendor,
                List.of("shared"),
                0,
                600_000,
                10_000,
                Optional.of(policy));
    }

    private static void assertPrecondition(CommandResult result) {
        assertThat(result).isInstanceOfSatisfying(NotAdmitted.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.PRECONDITION);
            assertThat(refused.detail()).isNotBlank();
        });
    }
}
