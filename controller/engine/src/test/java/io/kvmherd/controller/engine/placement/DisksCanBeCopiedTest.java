package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.evacuation.Evacuator;
import io.kvmherd.controller.engine.plan.Finding;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanChecker;
import io.kvmherd.controller.engine.plan.PlanSequencer;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.Reservation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DisksCanBeCopiedTest {
    private static final Move MOVE = new Move(guestId("web"), hostId("h1"), hostId("h2"));

    @Test
    void refusesALocalDiskAsLongAsNobodyAskedForACopy() {
        ClusterView view = withLocalDisk().view();

        assertThat(judged(view)).extracting(Reason::code).containsExactly(ReasonCode.POOL_NOT_SHARED);
    }

    @Test
    void letsALocalDiskGoAlong() {
        ClusterView view = withLocalDisk().view().copyingStorage();

        assertThat(judged(view)).isEmpty();
        assertThat(checked(view)).isEmpty();
    }

    @Test
    void leavesSharedDisksWhereTheyAre() {
        ClusterView view = Clusters.of(2)
                .guest("web", "h1", guest -> guest.disk("shared"))
                .view()
                .copyingStorage();

        assertThat(judged(view)).isEmpty();
        assertThat(PlanSequencer.sequence(view, List.of(MOVE))
                        .steps()
                        .getFirst()
                        .copies())
                .isEmpty();
    }

    @Test
    void waitsForWhatTheHostHasNotToldYet() {
        ClusterView view = Clusters.of(2)
                .guest("web", "h1", guest -> guest.disk("local"))
                .view()
                .copyingStorage();

        assertThat(answer(view))
                .isEqualTo(Answer.wait(Reason.of(ReasonCode.DISK_NOT_TOLD)
                        .with("pool", "local")
                        .with("volume", "web-0.qcow2")));
        assertThat(checked(view)).containsExactly(ReasonCode.DISK_NOT_TOLD);
    }

    @Test
    void refusesADiskThatIsTiedToItsHost() {
        Reason why = Reason.of(ReasonCode.DISK_NOT_COPIED)
                .with("disk", "vda")
                .with("pool", "local")
                .with("path", "/pools/local/web-0.raw")
                .with("why", "backing");
        ClusterView view = Clusters.of(2)
                .guest("web", "h1", guest -> guest.tiedDisk("local", why))
                .view()
                .copyingStorage();

        assertThat(answer(view)).isEqualTo(Answer.no(why));
        assertThat(checked(view)).containsExactly(ReasonCode.DISK_NOT_COPIED);
    }

    @Test
    void refusesAPoolThatIsTooSmallForWhatTheDisksMayGrowTo() {
        ClusterView view = Clusters.of(2)
                .guest(
                        "web",
                        "h1",
                        guest -> guest.localDisk("local")
                                .localDisk("local")
                                .localDisk("local")
                                .localDisk("local")
                                .localDisk("local"))
                .view()
                .copyingStorage();

        assertThat(answer(view))
                .isEqualTo(Answer.no(Reason.of(ReasonCode.POOL_TOO_FULL)
                        .with("pool", "local")
                        .with("haveMib", 50_000)
                        .with("heldMib", 0)
                        .with("limitMib", 50_000)
                        .with("needMib", 51_200)));
        assertThat(checked(view)).contains(ReasonCode.POOL_TOO_FULL);
    }

    @Test
    void waitsForRoomThatOtherCopiesWerePromised() {
        ClusterView view = promised(withLocalDisk().view(), 4).copyingStorage();

        assertThat(answer(view))
                .isEqualTo(Answer.wait(Reason.of(ReasonCode.POOL_TOO_FULL)
                        .with("pool", "local")
                        .with("haveMib", 50_000)
                        .with("heldMib", 40_960)
                        .with("limitMib", 9_040)
                        .with("needMib", 10_240)));
        assertThat(checked(view)).containsExactly(ReasonCode.POOL_TOO_FULL);
    }

    @Nested
    class APlan {
        @Test
        void namesTheDisksTheirRoomAndTheTimeThatTheyTake() {
            ClusterView view = withLocalDisk().view().copyingStorage();

            Plan.Step step = PlanSequencer.sequence(view, List.of(MOVE)).steps().getFirst();

            assertThat(step.copies()).singleElement().satisfies(copy -> {
                assertThat(copy.disk().path()).isEqualTo("/pools/local/web-0.raw");
                assertThat(copy.freeMib()).isEqualTo(50_000);
            });
            assertThat(step.seconds()).isEqualTo((1_024 + 1_024) / 100 + 2);
        }

        @Test
        void doesNotPromiseTheSameRoomTwice() {
            ClusterView view = large("web", "shop");

            Plan plan =
                    PlanSequencer.sequence(view, List.of(MOVE, new Move(guestId("shop"), hostId("h1"), hostId("h2"))));

            assertThat(plan.steps()).hasSize(1);
            assertThat(plan.blocked())
                    .singleElement()
                    .satisfies(
                            blocked -> assertThat(blocked.reasons().getFirst().reasons())
                                    .containsExactly(Reason.of(ReasonCode.POOL_TOO_FULL)
                                            .with("pool", "local")
                                            .with("haveMib", 50_000)
                                            .with("heldMib", 30_720)
                                            .with("limitMib", 19_280)
                                            .with("needMib", 30_720)));
        }

        @Test
        void isSeenThroughWhenItPromisesTheSameRoomTwice() {
            ClusterView view = large("web", "shop");
            Move other = new Move(guestId("shop"), hostId("h1"), hostId("h2"));
            Plan plan = new Plan(
                    List.of(new Plan.Step(1, MOVE, List.of(), 0, 0), new Plan.Step(2, other, List.of(1), 0, 0)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    0);

            assertThat(PlanChecker.check(view, plan)).singleElement().satisfies(finding -> {
                assertThat(finding.step()).isEqualTo(2);
                assertThat(finding.reason().code()).isEqualTo(ReasonCode.POOL_TOO_FULL);
            });
        }

        @Test
        void tellsEachStepWhatTheOnesBeforeItLeave() {
            ClusterView view = Clusters.of(2)
                    .guest("web", "h1", guest -> guest.localDisk("local"))
                    .guest("shop", "h1", guest -> guest.localDisk("local"))
                    .view()
                    .copyingStorage();

            Plan plan =
                    PlanSequencer.sequence(view, List.of(MOVE, new Move(guestId("shop"), hostId("h1"), hostId("h2"))));

            assertThat(plan.steps())
                    .flatExtracting(Plan.Step::copies)
                    .extracting(Plan.Copy::freeMib)
                    .containsExactly(50_000L, 39_760L);
        }

        @Test
        void ofAnEvacuationSpreadsCopiesOverHostsThatHaveRoomForThem() {
            ClusterView two = large("web", "shop");
            ClusterView three = large(3, "web", "shop");

            Plan tight = Evacuator.plan(two, List.of(hostId("h1")));
            Plan wide = Evacuator.plan(three, List.of(hostId("h1")));

            assertThat(tight.steps()).hasSize(1);
            assertThat(tight.blocked()).hasSize(1);
            assertThat(wide.blocked()).isEmpty();
            assertThat(wide.steps())
                    .extracting(step -> step.move().to())
                    .containsExactlyInAnyOrder(hostId("h2"), hostId("h3"));
            assertThat(PlanChecker.check(three, wide)).isEmpty();
        }

        @Test
        void ofAnEvacuationTakesDisksAlongOnlyWhenAsked() {
            ClusterView view = withLocalDisk().view();

            Plan without = Evacuator.plan(view, view.host(hostId("h1")).orElseThrow());
            ClusterView copying = view.copyingStorage();
            Plan with = Evacuator.plan(copying, copying.host(hostId("h1")).orElseThrow());

            assertThat(without.steps()).isEmpty();
            assertThat(without.blocked()).hasSize(1);
            assertThat(with.blocked()).isEmpty();
            assertThat(with.steps())
                    .singleElement()
                    .satisfies(step -> assertThat(step.copies()).hasSize(1));
        }
    }

    private static ClusterView large(String... guests) {
        return large(2, guests);
    }

    /** Guests on h1 with three local disks each: the pool of another host takes those of one of them. */
    private static ClusterView large(int hosts, String... guests) {
        Clusters clusters = Clusters.of(hosts);
        for (String name : guests) {
            clusters = clusters.guest(
                    name,
                    "h1",
                    guest -> guest.localDisk("local").localDisk("local").localDisk("local"));
        }
        return clusters.view().copyingStorage();
    }

    private static Clusters withLocalDisk() {
        return Clusters.of(2).guest("web", "h1", guest -> guest.localDisk("local"));
    }

    private static Answer answer(ClusterView view) {
        return MigrationRules.canMigrate(
                view,
                view.guest(guestId("web")).orElseThrow(),
                view.host(hostId("h1")).orElseThrow(),
                view.host(hostId("h2")).orElseThrow());
    }

    private static List<Reason> judged(ClusterView view) {
        return answer(view).reasons();
    }

    private static List<ReasonCode> checked(ClusterView view) {
        Plan plan = new Plan(
                List.of(new Plan.Step(1, MOVE, List.of(), 0, 0)), List.of(), List.of(), List.of(), List.of(), 0);
        return PlanChecker.check(view, plan).stream()
                .map(Finding::reason)
                .map(Reason::code)
                .toList();
    }

    /** The same picture with so many copies of the guest's disk on their way to h2, of other guests. */
    private static ClusterView promised(ClusterView view, int copies) {
        List<Reservation> held = new ArrayList<>();
        for (int number = 0; number < copies; number++) {
            held.add(new Reservation(
                    Clusters.operationId("other-" + number),
                    guestId("other-" + number),
                    hostId("h2"),
                    Reservation.Purpose.ARRIVING,
                    0,
                    0,
                    0,
                    view.guest(guestId("web"))
                            .orElseThrow()
                            .disks()
                            .orElseThrow()
                            .disks()));
        }
        return new ClusterView(
                view.version(), view.settings(), view.hosts(), view.guests(), held, view.storage(), view.rates());
    }
}
