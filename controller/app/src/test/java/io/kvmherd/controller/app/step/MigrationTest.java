package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MigrationTest {
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");

    private static World worldWithGuest() {
        return World.of(2).guest(spec("web"), "h1");
    }

    private static OperationRecord migrated(World world) {
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.settle();
        return world.operation(operation);
    }

    private static void assertStayed(World world, OperationRecord operation) {
        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(operation.failure()).isPresent();
        assertThat(world.runsOn("web")).containsExactly("h1");
        assertThat(world.guest("web").host()).contains(H1);
        assertThat(world.guest("web").placement().value()).isEqualTo(1);
        assertThat(world.host("h2").expects(world.guest("web").id())).isFalse();
        assertThat(world.store().reservations()).isEmpty();
    }

    private static void assertMoved(World world, OperationRecord operation) {
        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(operation.failure()).isEmpty();
        assertThat(world.guest("web").host()).contains(H2);
        assertThat(world.guest("web").placement().value()).isEqualTo(2);
        assertThat(world.host("h1").stateOf(world.guest("web").id())).isEmpty();
        assertThat(world.host("h1").isBuried(world.guest("web").id(), 1)).isTrue();
        assertThat(world.host("h2").isBuried(world.guest("web").id(), 2)).isFalse();
        assertThat(world.store().reservations()).isEmpty();
    }

    @Nested
    final class EndToEnd {
        @Test
        void movesAGuestWithTheRightToRunIt() {
            World world = worldWithGuest();

            OperationRecord operation = migrated(world);

            assertMoved(world, operation);
            assertThat(world.runsOn("web")).containsExactly("h2");
            assertThat(world.events(EventRecord.What.GUEST_MOVED)).hasSize(1);
        }

        @Test
        void choosesADestinationByItself() {
            World world = worldWithGuest();

            world.accepted(migrate("web"));
            world.settle();

            assertThat(world.runsOn("web")).containsExactly("h2");
        }

        @Test
        void provesASharedPoolBeforeAnythingMoves() {
            World world = World.of(2).guest(specOn("web", "shared"), "h1");

            OperationRecord operation = migrated(world);

            assertMoved(world, operation);
            assertThat(world.agent("h1").taken().indexOf(AgentCommand.WritePoolProof.class))
                    .isGreaterThanOrEqualTo(0)
                    .isLessThan(world.agent("h1").taken().indexOf(AgentCommand.MigrateGuest.class));
            assertThat(world.store().load().proved().get("shared")).containsExactly(HostPair.of(H1, H2));
            assertThat(world.events(EventRecord.What.POOL_PROVED_SHARED)).hasSizeLessThanOrEqualTo(1);
        }

        @Test
        void provesAPairOfHostsOnlyOnce() {
            World world = World.of(2).guest(specOn("web", "shared"), "h1");
            migrated(world);

            world.accepted(migrate("web", "h1"));
            world.settle();

            assertThat(world.agent("h2").taken()).doesNotContain(AgentCommand.WritePoolProof.class);
            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.guest("web").placement().value()).isEqualTo(3);
        }

        @Test
        void provesAPoolAnewWhenAHostLivesAnotherLife() {
            World world = World.of(2).guest(specOn("web", "shared"), "h1");
            migrated(world);

            world.agent("h1").reboot();
            world.run(5_000);
            world.accepted(migrate("web", "h1"));
            world.settle();

            assertThat(world.agent("h2").taken()).contains(AgentCommand.WritePoolProof.class);
            assertThat(world.runsOn("web")).containsExactly("h1");
        }

        @Test
        void tellsAPersonThatAsManyMigrationsAsMayBeAreGoingOn() {
            World world =
                    World.of(2).guest(spec("a"), "h1").guest(spec("b"), "h1").guest(spec("c"), "h1");
            world.accepted(migrate("a", "h2"));
            world.accepted(migrate("b", "h2"));

            Response.Refused refused = world.refused(migrate("c", "h2"));

            assertThat(refused.code()).isEqualTo(ErrorCode.BUSY);
            assertThat(refused.verdicts().getFirst().reasons().getFirst().code())
                    .isEqualTo(ReasonCode.MIGRATION_SLOTS_TAKEN);
        }

        @Test
        void refusesWhenADeclaredPoolTurnsOutNotToBeShared() {
            World world = World.of(2).guest(specOn("web", "fake-shared"), "h1");

            OperationRecord operation = migrated(world);

            assertStayed(world, operation);
            assertThat(operation.reasons()).singleElement().satisfies(reason -> {
                assertThat(reason.code()).isEqualTo(ReasonCode.POOL_NOT_SHARED);
                assertThat(reason.names()).containsEntry("pool", "fake-shared").containsEntry("host", "h2");
            });
            assertThat(world.migrationHistory()).isEmpty();
        }

        @Test
        void movesTwoGuestsAtOnceOverAPoolThatNobodyHadProved() {
            World world = World.of(2).guest(specOn("web", "shared"), "h1").guest(specOn("mail", "shared"), "h1");

            OperationId web = world.accepted(migrate("web", "h2"));
            world.run(3);
            OperationId mail = world.accepted(migrate("mail", "h2"));
            world.settle();

            assertThat(world.operation(web).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.operation(mail).state()).isEqualTo(OperationState.SUCCEEDED);
        }

        @Test
        void holdsCapacityOnBothHostsWhileItLasts() {
            World world = worldWithGuest();

            world.accepted(migrate("web", "h2"));

            assertThat(world.store().reservations())
                    .extracting(held -> held.host().value() + " " + held.purpose())
                    .containsExactlyInAnyOrder("h2 ARRIVING", "h1 LEAVING");
        }

        @Test
        void storesOnlyThePlanWhenAskedWhatWouldHappen() {
            World world = worldWithGuest();

            Response response = world.ask(new Request.MigrateGuest(
                    "web", Optional.of(H2), Optional.empty(), OptionalLong.empty(), true, "what if"));

            assertThat(response).isInstanceOfSatisfying(Response.Planned.class, planned -> {
                assertThat(planned.plan().plan().steps()).hasSize(1);
                assertThat(world.store().load().plans()).containsExactly(planned.plan());
            });
            assertThat(world.openOperations()).isEmpty();
            assertThat(world.store().reservations()).isEmpty();
        }
    }

    @Nested
    final class Refusing {
        @Test
        void neverSendsAGuestToAnotherVendor() {
            World world =
                    worldWithGuest().addHost("h3", CpuVendor.AMD, 34 * 1_024L).run(2_000);

            Response.Refused refused = world.refused(migrate("web", "h3"));

            assertThat(refused.code()).isEqualTo(ErrorCode.INFEASIBLE);
            assertThat(refused.verdicts().get(0).reasons())
                    .extracting(Reason::code)
                    .contains(ReasonCode.CPU_VENDOR_DIFFERS);
        }

        @Test
        void takesTheDestinationsWordThatTheGuestCannotArrive() {
            World world = worldWithGuest();
            Reason reason = Reason.of(ReasonCode.MACHINE_TYPE_MISSING).with("host", "h2");
            world.agent("h2")
                    .answerNext(AgentCommand.CheckArrival.class, new CommandResult.ArrivalChecked(List.of(reason)));

            OperationRecord operation = migrated(world);

            assertStayed(world, operation);
            assertThat(operation.reasons()).containsExactly(reason);
            assertThat(world.migrationHistory()).isEmpty();
        }

        @Test
        void answersUnknownNames() {
            World world = worldWithGuest();

            assertThat(world.refused(migrate("ghost", "h2")).code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(world.refused(migrate("web", "h9")).code()).isEqualTo(ErrorCode.NOT_FOUND);
        }

        @Test
        void refusesAGuestThatDoesNotRunAndOneThatIsThereAlready() {
            World world = worldWithGuest();
            assertThat(world.refused(migrate("web", "h1")).code()).isEqualTo(ErrorCode.INFEASIBLE);

            world.accepted(stop("web"));
            world.settle();
            assertThat(world.refused(migrate("web", "h2")).code()).isEqualTo(ErrorCode.INFEASIBLE);
        }

        @Test
        void refusesAGuestThatIsMoving() {
            World world = worldWithGuest();
            OperationId moving = world.accepted(migrate("web", "h2"));

            assertThat(world.refused(migrate("web")).why()).contains(moving.toString());
        }
    }

    @Nested
    final class Outcome {
        @Test
        void failsWithTheGuestOnItsSource() {
            World world = worldWithGuest().migrationWillEnd("web", MigrationEnd.FAILS);

            OperationRecord operation = migrated(world);

            assertStayed(world, operation);
            assertThat(operation.failure().orElseThrow().detail()).contains("libvirt: migration failed");
        }

        @Test
        void succeedsAlthoughTheSourceSaidItHadFailed() {
            World world = worldWithGuest();
            world.whenIn(Phase.SEND, 3_000, () -> world.agent("h1").die())
                    .whenIn(Phase.SEND, 9_000, () -> world.agent("h1").revive());

            OperationRecord operation = migrated(world);

            assertMoved(world, operation);
        }

        @Test
        void removesTheHangingCopyWhenTheConfirmationStaysOut() {
            World world = worldWithGuest().migrationWillEnd("web", MigrationEnd.CONFIRM_LOST);
            long began = world.moment().monotonicMs();

            OperationRecord operation = migrated(world);

            assertMoved(world, operation);
            assertThat(world.runsOn("web")).containsExactly("h2");
            assertThat(world.agent("h1").taken()).contains(AgentCommand.DestroyLeftBehind.class);
            assertThat(world.moment().monotonicMs() - began).isGreaterThan(60_000);
        }

        @Test
        void leavesTheHangingCopyAloneWhenTheConfirmationComesLate() {
            World world = worldWithGuest().migrationWillEnd("web", MigrationEnd.CONFIRM_LOST);
            OperationId operation = world.accepted(migrate("web", "h2"));
            world.run(30_000);
            world.host("h1").remove(world.guest("web").id());

            world.settle();

            assertMoved(world, world.operation(operation));
            assertThat(world.agent("h1").taken()).doesNotContain(AgentCommand.DestroyLeftBehind.class);
        }

        @Test
        void resumesTheSourceOnlyAfterTheDestinationIsClosed() {
            World world = worldWithGuest().migrationWillEnd("web", MigrationEnd.NOT_RESUMED);

            OperationRecord operation = migrated(world);

            assertStayed(world, operation);
            assertThat(world.agent("h2").taken()).contains(AgentCommand.WithdrawArrival.class);
            assertThat(world.agent("h1").taken()).contains(AgentCommand.ResumeGuest.class);
        }

        @Test
        void failsWhenTheSourcesQemuDied() {
            World world = worldWithGuest().migrationWillEnd("web", MigrationEnd.SOURCE_DIES);

            OperationRecord operation = migrated(world);

            assertThat(operation.state()).isEqualTo(OperationState.FAILED);
            assertThat(operation.failure().orElseThrow().detail()).contains("neither host");
            assertThat(world.guest("web").host()).contains(H1);
            assertThat(world.runsOn("web")).isEmpty();
        }

        @Test
        void raisesTheAlarmOnceAndEndsNothingWhileAGuestRunsTwice() {
            World world = worldWithGuest().allowDoubleRuns().migrationWillEnd("web", MigrationEnd.RUNS_TWICE);
            OperationId operation = world.accepted(migrate("web", "h2"));

            world.run(120_000);

            assertThat(world.operation(operation).isOpen()).isTrue();
            assertThat(world.events(EventRecord.What.GUEST_RUNS_TWICE)).hasSize(1);
            assertThat(world.agent("h1").taken())
                    .doesNotContain(AgentCommand.DestroyGuest.class, AgentCommand.DestroyLeftBehind.class);
        }

        @Test
        void endsWhenAPersonResolvedTheDoubleRun() {
            World world = worldWithGuest().allowDoubleRuns().migrationWillEnd("web", MigrationEnd.RUNS_TWICE);
            OperationId operation = world.accepted(migrate("web", "h2"));
            world.run(60_000);

            world.host("h1").set(world.guest("web").id(), GuestState.SHUT_OFF);
            world.settle();

            assertMoved(world, world.operation(operation));
        }

        @Test
        void waitsForAHostThatCannotBeAsked() {
            World world = worldWithGuest();
            world.whenIn(Phase.SEND, 1_000, () -> world.agent("h2").leave());
            OperationId operation = world.accepted(migrate("web", "h2"));

            world.run(3 * 60 * 60 * 1_000L);
            assertThat(world.operation(operation).isOpen()).isTrue();
            assertThat(world.guest("web").host()).contains(H1);

            world.agent("h2").comeBack();
            world.settle();
            assertMoved(world, world.operation(operation));
        }

        @Test
        void followsAGuestThatWasSwitchedOffRightAfterItArrived() {
            World world = worldWithGuest();
            world.whenIn(Phase.SEND, 3_000, () -> world.agent("h2").leave());
            OperationId operation = world.accepted(migrate("web", "h2"));
            world.run(30_000);

            world.host("h2").set(world.guest("web").id(), GuestState.SHUT_OFF);
            world.agent("h2").comeBack();
            world.settle();

            assertMoved(world, world.operation(operation));
            assertThat(world.host("h2").stateOf(world.guest("web").id())).contains(GuestState.SHUT_OFF);
        }
    }

    @Nested
    final class Overdue {
        @Test
        void abortsAMigrationThatGoesOnForEver() {
            World world = worldWithGuest().migrationWillEnd("web", MigrationEnd.HANGS);

            OperationRecord operation = migrated(world);

            assertStayed(world, operation);
            assertThat(operation.failure().orElseThrow().detail()).contains("deadline");
            assertThat(world.agent("h1").taken()).contains(AgentCommand.AbortMigration.class);
        }

        @Test
        void endsAMigrationWhoseDestinationNeverAnswersTheFirstQuestions() {
            World world = worldWithGuest();
            world.agent("h2").mute();
            OperationId operation = world.accepted(migrate("web", "h2"));

            world.run(130_000);

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(world.operation(operation).failure().orElseThrow().code())
                    .isEqualTo(ErrorCode.UNREACHABLE);
        }

        @Test
        void goesOnLookingAfterTheDeadlineForAsLongAsItTakes() {
            World world = worldWithGuest().allowDoubleRuns().migrationWillEnd("web", MigrationEnd.RUNS_TWICE);
            OperationId operation = world.accepted(migrate("web", "h2"));
            world.run(2 * 60 * 60 * 1_000L);

            world.host("h1").set(world.guest("web").id(), GuestState.SHUT_OFF);
            world.run(60_000);

            assertMoved(world, world.operation(operation));
        }
    }
}
