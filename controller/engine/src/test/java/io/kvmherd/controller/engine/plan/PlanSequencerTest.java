package io.kvmherd.controller.engine.plan;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.MeasuredRates;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlanSequencerTest {
    private static Move move(String guest, String from, String to) {
        return new Move(guestId(guest), hostId(from), hostId(to));
    }

    /** Hosts with room for one large guest each. */
    private static Clusters narrow(int hosts) {
        return Clusters.of(hosts).everyHost(host -> host.usableMib(10_000));
    }

    private static List<ReasonCode> codes(Plan.Blocked blocked) {
        return blocked.reasons().stream()
                .flatMap(ofHost -> ofHost.reasons().stream())
                .map(Reason::code)
                .toList();
    }

    @Test
    void estimatesByTheMemoryThatTheGuestHolds() {
        ClusterView view = Clusters.of(2)
                .guest("web", "h1", guest -> guest.memoryMib(4_096).residentMib(1_000))
                .view();

        Plan plan = PlanSequencer.sequence(view, List.of(move("web", "h1", "h2")));

        assertThat(plan.steps()).containsExactly(new Plan.Step(1, move("web", "h1", "h2"), List.of(), 1_000, 12));
        assertThat(plan.seconds()).isEqualTo(12);
    }

    @Test
    void estimatesByAllOfItsMemoryWhileThatIsUnknown() {
        ClusterView view = Clusters.of(2)
                .guest("web", "h1", guest -> guest.memoryMib(4_096).residentMib(0))
                .view();

        Plan plan = PlanSequencer.sequence(view, List.of(move("web", "h1", "h2")));

        assertThat(plan.steps().getFirst().seconds()).isEqualTo(42);
    }

    @Test
    void saysHowOftenTheRateOfItsEstimateWasMeasured() {
        ClusterView assumed = Clusters.of(2)
                .guest("web", "h1", guest -> guest.memoryMib(4_096).residentMib(1_000))
                .view();
        MeasuredRates rates = new MeasuredRates(new TreeMap<>(
                Map.of(new MeasuredRates.Way(hostId("h1"), hostId("h2")), new MeasuredRates.Measured(50, 3))));
        ClusterView measured = new ClusterView(
                assumed.version(),
                assumed.settings(),
                assumed.hosts(),
                assumed.guests(),
                assumed.reservations(),
                assumed.storage(),
                rates);

        Plan.Step step = PlanSequencer.sequence(measured, List.of(move("web", "h1", "h2")))
                .steps()
                .getFirst();

        assertThat(step.seconds()).isEqualTo(22);
        assertThat(step.measuredOver()).isEqualTo(3);
    }

    @Test
    void showsTheCommitmentOfEveryTouchedHostBeforeAndAfter() {
        ClusterView view = Clusters.of(3)
                .guest("web", "h1", guest -> guest.committedMib(1_000))
                .guest("db", "h2", guest -> guest.committedMib(500))
                .view();

        Plan plan = PlanSequencer.sequence(view, List.of(move("web", "h1", "h2")));

        assertThat(plan.headroom())
                .containsExactly(
                        new Plan.Headroom(hostId("h1"), 1_000, 0, 32_768),
                        new Plan.Headroom(hostId("h2"), 500, 1_500, 32_768));
    }

    @Test
    void refusesTwoMovesOfOneGuest() {
        ClusterView view = Clusters.of(3).guest("web", "h1").view();

        assertThatThrownBy(
                        () -> PlanSequencer.sequence(view, List.of(move("web", "h1", "h2"), move("web", "h1", "h3"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two moves");
    }

    @Nested
    class Slots {
        @Test
        void leaveNoMoreAtATimeThanTheSourceMaySend() {
            ClusterView view = Clusters.of(4)
                    .slots(1, 5)
                    .guest("a", "h1", guest -> guest.residentMib(100))
                    .guest("b", "h1", guest -> guest.residentMib(200))
                    .guest("c", "h1", guest -> guest.residentMib(300))
                    .view();

            Plan plan = PlanSequencer.sequence(
                    view, List.of(move("a", "h1", "h2"), move("b", "h1", "h3"), move("c", "h1", "h4")));

            assertThat(plan.steps()).extracting(Plan.Step::after).containsExactly(List.of(), List.of(1), List.of(2));
            assertThat(plan.seconds()).isEqualTo(3 + 4 + 5);
        }

        @Test
        void leaveNoMoreAtATimeThanTheDestinationMayReceive() {
            ClusterView view = Clusters.of(3)
                    .slots(5, 1)
                    .guest("a", "h1", guest -> guest.residentMib(100))
                    .guest("b", "h2", guest -> guest.residentMib(200))
                    .view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("a", "h1", "h3"), move("b", "h2", "h3")));

            assertThat(plan.steps()).extracting(Plan.Step::after).containsExactly(List.of(), List.of(1));
        }

        @Test
        void areAHostsOwnWhereItHasSome() {
            ClusterView view = Clusters.of(4)
                    .slots(1, 5)
                    .host("h1", host -> host.migrations(2, 2))
                    .guest("a", "h1", guest -> guest.residentMib(100))
                    .guest("b", "h1", guest -> guest.residentMib(200))
                    .guest("c", "h1", guest -> guest.residentMib(300))
                    .view();

            Plan plan = PlanSequencer.sequence(
                    view, List.of(move("a", "h1", "h2"), move("b", "h1", "h3"), move("c", "h1", "h4")));

            assertThat(plan.steps()).extracting(Plan.Step::after).containsExactly(List.of(), List.of(), List.of(1));
        }

        @Test
        void blockEverythingWhenThereAreNone() {
            ClusterView view = Clusters.of(2).slots(0, 1).guest("a", "h1").view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("a", "h1", "h2")));

            assertThat(plan.steps()).isEmpty();
            assertThat(codes(plan.blocked().getFirst())).containsExactly(ReasonCode.MIGRATION_SLOTS_TAKEN);
        }
    }

    @Nested
    class Room {
        @Test
        void isWaitedForWhereSomebodyHasToLeaveFirst() {
            ClusterView view = narrow(3)
                    .guest("in", "h1", guest -> guest.committedMib(6_000).residentMib(10))
                    .guest("out", "h2", guest -> guest.committedMib(6_000).residentMib(500))
                    .view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("in", "h1", "h2"), move("out", "h2", "h3")));

            assertThat(plan.steps())
                    .extracting(Plan.Step::move)
                    .containsExactly(move("out", "h2", "h3"), move("in", "h1", "h2"));
            assertThat(plan.steps()).extracting(Plan.Step::after).containsExactly(List.of(), List.of(1));
        }

        @Test
        void isNotWaitedForWhereBothFit() {
            ClusterView view =
                    Clusters.of(3).guest("in", "h1").guest("out", "h2").view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("in", "h1", "h2"), move("out", "h2", "h3")));

            assertThat(plan.steps()).extracting(Plan.Step::after).containsOnly(List.of());
        }

        @Test
        void isWaitedForByOneOfAnAntiAffinityGroup() {
            ClusterView view = Clusters.of(3)
                    .guest("in", "h1", guest -> guest.group("front").residentMib(10))
                    .guest("out", "h2", guest -> guest.group("front").residentMib(500))
                    .view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("in", "h1", "h2"), move("out", "h2", "h3")));

            assertThat(plan.steps()).extracting(Plan.Step::after).containsExactly(List.of(), List.of(1));
        }
    }

    @Nested
    class Circles {
        private static Clusters swap(Clusters clusters) {
            return clusters.guest("a", "h1", guest -> guest.committedMib(6_000).residentMib(10))
                    .guest("b", "h2", guest -> guest.committedMib(6_000).residentMib(20));
        }

        private static final List<Move> SWAP = List.of(move("a", "h1", "h2"), move("b", "h2", "h1"));

        @Test
        void areBrokenByWayOfAThirdHost() {
            ClusterView view = swap(narrow(3)).view();

            Plan plan = PlanSequencer.sequence(view, SWAP);

            assertThat(plan.blocked()).isEmpty();
            assertThat(plan.steps())
                    .extracting(Plan.Step::move)
                    .containsExactly(move("a", "h1", "h3"), move("b", "h2", "h1"), move("a", "h3", "h2"));
            assertThat(plan.steps()).extracting(Plan.Step::after).containsExactly(List.of(), List.of(1), List.of(1, 2));
            assertThat(PlanChecker.check(view, plan)).isEmpty();
        }

        @Test
        void areNotBrokenByWayOfAHostOfAnotherVendor() {
            ClusterView view = swap(narrow(3).host("h3", host -> host.vendor(CpuVendor.AMD)))
                    .view();

            Plan plan = PlanSequencer.sequence(view, SWAP);

            assertThat(plan.steps()).isEmpty();
        }

        @Test
        void areNamedWhenNobodyCanMakeRoom() {
            ClusterView view = swap(narrow(2)).view();

            Plan plan = PlanSequencer.sequence(view, SWAP);

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.blocked())
                    .hasSize(2)
                    .allSatisfy(blocked -> assertThat(codes(blocked))
                            .contains(ReasonCode.MEMORY_COMMITTED, ReasonCode.WAITS_FOR_MOVE));
        }

        @Test
        void doNotStrandAGuestHalfway() {
            ClusterView view = narrow(4)
                    .guest("a", "h1", guest -> guest.committedMib(6_000))
                    .guest("b", "h3", guest -> guest.committedMib(6_000))
                    .guest("stays", "h2", guest -> guest.committedMib(6_000))
                    .view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("a", "h1", "h2"), move("b", "h3", "h1")));

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.blocked())
                    .extracting(Plan.Blocked::guest)
                    .containsExactlyInAnyOrder(guestId("a"), guestId("b"));
        }
    }

    @Nested
    class Impossible {
        @Test
        void movesAreBlockedAndTheOthersGoAhead() {
            ClusterView view = Clusters.of(3)
                    .host("h2", host -> host.vendor(CpuVendor.AMD))
                    .guest("a", "h1")
                    .guest("b", "h1")
                    .view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("a", "h1", "h2"), move("b", "h1", "h3")));

            assertThat(plan.steps()).extracting(Plan.Step::move).containsExactly(move("b", "h1", "h3"));
            assertThat(codes(plan.blocked().getFirst())).containsExactly(ReasonCode.CPU_VENDOR_DIFFERS);
        }

        @Test
        void movesOfUnknownGuestsOrToUnknownHostsAreBlocked() {
            ClusterView view = Clusters.of(2).guest("a", "h1").view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("a", "h1", "h9"), move("ghost", "h1", "h2")));

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.blocked())
                    .flatExtracting(PlanSequencerTest::codes)
                    .containsExactlyInAnyOrder(ReasonCode.NO_HOSTS, ReasonCode.GUEST_LOCATION_UNKNOWN);
        }

        @Test
        void movesOfBusyGuestsWaitAtTheirSource() {
            ClusterView view = Clusters.of(2)
                    .guest("a", "h1", guest -> guest.busy("backup"))
                    .view();

            Plan plan = PlanSequencer.sequence(view, List.of(move("a", "h1", "h2")));

            assertThat(plan.blocked().getFirst().reasons().getFirst().host()).isEqualTo(hostId("h1"));
            assertThat(codes(plan.blocked().getFirst())).containsExactly(ReasonCode.GUEST_BUSY);
        }
    }
}
