package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.specOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTuning;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.view.Reservation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class StorageCopyTest {
    private static final String FILE = "/pools/local/web-0.qcow2";

    private final World world = World.of(2).guest(specOn("web", "local"), "h1");

    @Nested
    final class AMigrationThatCopies {
        @Test
        void takesTheDiskAlongAndLeavesTheOriginal() {
            giveDisk();

            OperationRecord ended = migrated();

            assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("web")).containsExactly("h2");
            assertThat(world.host("h2").copies().files()).containsExactly(FILE);
            assertThat(ended.copies()).extracting(GuestDisk::path).containsExactly(FILE);
            assertThat(world.store().reservations()).isEmpty();
        }

        @Test
        void isNeverBegunUnasked() {
            giveDisk();

            Response.Refused refused = world.refused(ask(false, false));

            assertThat(refused.verdicts().toString()).contains(ReasonCode.POOL_NOT_SHARED.name());
        }

        @Test
        void isPlannedWithItsDisksAndTheirRoom() {
            giveDisk();

            Response response = world.ask(ask(true, true));

            assertThat(response)
                    .isInstanceOfSatisfying(
                            Response.Planned.class,
                            planned -> assertThat(planned.plan()
                                            .plan()
                                            .steps()
                                            .getFirst()
                                            .copies())
                                    .singleElement()
                                    .satisfies(copy -> {
                                        assertThat(copy.disk().path()).isEqualTo(FILE);
                                        assertThat(copy.freeMib()).isEqualTo(50_000);
                                    }));
            assertThat(world.host("h2").copies().files()).isEmpty();
        }

        @Test
        void carriesOutItsPlanWithTheCopies() {
            giveDisk();
            Response.Planned planned = (Response.Planned) world.ask(ask(true, true));

            OperationId operation =
                    world.accepted(new Request.ApplyPlan(planned.plan().id(), "as planned"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.host("h2").copies().files()).containsExactly(FILE);
        }

        @Test
        void holdsTheRoomThatItsCopiesMayTake() {
            giveDisk();
            world.migrationWillEnd("web", MigrationEnd.HANGS);

            world.accepted(ask(true, false));
            world.run(10_000);

            assertThat(Views.of(world.state(), world.moment()).reservationsOn(new HostId("h2")))
                    .flatExtracting(Reservation::copies)
                    .extracting(GuestDisk::path)
                    .containsExactly(FILE);
        }

        @Test
        void isRefusedUnderAPolicyThatMaySwitchToPostCopy() {
            giveDisk();

            Response.Refused refused = world.refused(new Request.MigrateGuest(
                    "web",
                    Optional.of(new HostId("h2")),
                    Optional.of(MigrationPolicy.MUST_FINISH),
                    OptionalLong.empty(),
                    true,
                    MigrationTuning.NONE,
                    false,
                    ""));

            assertThat(refused.why()).contains("post-copy");
        }
    }

    @Nested
    final class WhenItDoesNotHappen {
        @Test
        void nothingIsLeftWhereItFailed() {
            giveDisk();
            world.migrationWillEnd("web", MigrationEnd.FAILS);

            OperationRecord ended = migrated();

            assertThat(ended.state()).isEqualTo(OperationState.FAILED);
            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.host("h2").copies().files()).isEmpty();
        }

        @Test
        void nothingIsLeftWhereItWasCancelledHalfway() {
            giveDisk();
            world.migrationWillEnd("web", MigrationEnd.HANGS);
            OperationId operation = world.accepted(ask(true, false));
            world.run(10_000);
            assertThat(world.host("h2").copies().files()).containsExactly(FILE);

            world.ask(new Request.CancelOperation(operation, "enough"));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.host("h2").copies().files()).isEmpty();
        }

        @Test
        void aFileThatIsThereIsTheReason() {
            giveDisk();
            world.host("h2").copies().occupy(FILE);

            OperationRecord ended = migrated();

            assertThat(ended.state()).isEqualTo(OperationState.FAILED);
            assertThat(ended.reasons()).extracting(Reason::code).containsExactly(ReasonCode.VOLUME_EXISTS_THERE);
            assertThat(world.host("h2").copies().files()).containsExactly(FILE);
            assertThat(world.agent("h2").taken()).doesNotContain(AgentCommand.ExpectArrival.class);
        }

        @Test
        void aDiskThatTurnsOutToBeTiedIsTheReason() {
            giveDisk();
            world.host("h1")
                    .copies()
                    .tie(
                            world.guest("web").id(),
                            Reason.of(ReasonCode.DISK_NOT_COPIED)
                                    .with("disk", "vda")
                                    .with("pool", "local")
                                    .with("path", FILE)
                                    .with("why", "snapshots"));

            OperationRecord ended = migrated();

            assertThat(ended.reasons()).extracting(Reason::code).containsExactly(ReasonCode.DISK_NOT_COPIED);
            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.agent("h2").taken()).doesNotContain(AgentCommand.ExpectArrival.class);
        }

        @Test
        void theCopyIsKeptWhenNobodyKnowsWhichEndHoldsTheNewest() {
            giveDisk();
            world.migrationWillEnd("web", MigrationEnd.SOURCE_DIES);

            OperationRecord ended = migrated();

            assertThat(ended.state()).isEqualTo(OperationState.FAILED);
            assertThat(ended.discardedCopies()).isEmpty();
            assertThat(world.host("h2").copies().files()).containsExactly(FILE);
        }

        @Test
        void aControllerThatIsStartedAnewWhileFilesAreMadeTakesThemBack() {
            giveDisk();
            world.whenIn(Phase.EXPECT, 0, world::restart);

            OperationRecord ended = migrated();

            assertThat(ended.state()).isEqualTo(OperationState.FAILED);
            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.host("h2").copies().files()).isEmpty();
        }

        @Test
        void aControllerThatIsStartedAnewStillKnowsWhatToRemove() {
            giveDisk();
            world.migrationWillEnd("web", MigrationEnd.FAILS);
            world.whenIn(Phase.SEND, 500, world::restart);

            OperationRecord ended = migrated();

            assertThat(ended.state()).isEqualTo(OperationState.FAILED);
            assertThat(world.host("h2").copies().files()).isEmpty();
        }
    }

    @Nested
    final class AnEvacuation {
        @Test
        void takesDisksAlongWhenAsked() {
            giveDisk();

            OperationId operation =
                    world.accepted(new Request.EvacuateHosts(List.of(new HostId("h1")), true, false, ""));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(world.runsOn("web")).containsExactly("h2");
        }

        @Test
        void shutsNobodyDownByItsPlanWhoCanGoAlongByNow() {
            world.guest(new GuestMaker("pet").disk("local").mayBeShutDown().spec(), "h1");
            world.host("h1")
                    .copies()
                    .tie(
                            world.guest("pet").id(),
                            Reason.of(ReasonCode.DISK_NOT_COPIED)
                                    .with("disk", "vda")
                                    .with("pool", "local")
                                    .with("path", "/pools/local/pet-0.qcow2")
                                    .with("why", "snapshots"));
            world.run(10_000);
            Response.Planned planned =
                    (Response.Planned) world.ask(new Request.EvacuateHosts(List.of(new HostId("h1")), true, true, ""));
            world.host("h1").copies().give(world.guest("pet").id(), "local", "pet-0.qcow2");
            world.run(10_000);

            world.accepted(new Request.ApplyPlan(planned.plan().id(), "as planned"));
            world.settle();

            assertThat(planned.plan().plan().shutDowns()).hasSize(1);
            assertThat(world.runsOn("pet")).containsExactly("h1");
        }

        @Test
        void leavesTheGuestWhereItIsWhenNotAsked() {
            giveDisk();

            OperationId operation =
                    world.accepted(new Request.EvacuateHosts(List.of(new HostId("h1")), false, false, ""));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(world.runsOn("web")).containsExactly("h1");
        }
    }

    private void giveDisk() {
        world.host("h1")
                .copies()
                .give(
                        world.guest("web").id(),
                        "local",
                        world.guest("web").spec().volumes().getFirst().volume());
        world.run(10_000);
    }

    private OperationRecord migrated() {
        OperationId operation = world.accepted(ask(true, false));
        world.settle();
        return world.operation(operation);
    }

    private static Request ask(boolean copyStorage, boolean dryRun) {
        return new Request.MigrateGuest(
                "web",
                Optional.of(new HostId("h2")),
                Optional.empty(),
                OptionalLong.empty(),
                copyStorage,
                MigrationTuning.NONE,
                dryRun,
                "because");
    }
}
