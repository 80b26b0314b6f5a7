package io.kvmherd.controller.engine.evacuation;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanChecker;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RestorerTest {
    /** The plan that brings back to h1 what was moved. */
    private static Plan restore(Clusters clusters, Move... moved) {
        ClusterView view = clusters.view();
        return Restorer.plan(
                view, view.host(hostId("h1")).orElseThrow(), new Taken(List.of(moved), List.of()), RestoreScope.ALL);
    }

    /** As above, only whom it pays to move. */
    private static Plan restoreSmartly(Clusters clusters, Move... moved) {
        ClusterView view = clusters.view();
        return Restorer.plan(
                view, view.host(hostId("h1")).orElseThrow(), new Taken(List.of(moved), List.of()), RestoreScope.SMART);
    }

    /** The plan for a host on which these were shut down. */
    private static Plan startAgain(Clusters clusters, String... guests) {
        ClusterView view = clusters.view();
        return Restorer.plan(
                view,
                view.host(hostId("h1")).orElseThrow(),
                new Taken(List.of(), Stream.of(guests).map(Clusters::guestId).toList()),
                RestoreScope.SMART);
    }

    private static Move away(String guest, String to) {
        return new Move(guestId(guest), hostId("h1"), hostId(to));
    }

    private static Move homeward(String guest, String from) {
        return new Move(guestId(guest), hostId(from), hostId("h1"));
    }

    private static List<ReasonCode> codes(Plan plan) {
        return plan.blocked().stream()
                .flatMap(guest -> guest.reasons().stream())
                .flatMap(host -> host.reasons().stream())
                .map(Reason::code)
                .toList();
    }

    @Test
    void movesEachGuestBackFromWhereItWasPut() {
        Clusters clusters = Clusters.of(3).guest("a", "h2").guest("b", "h3");

        Plan plan = restore(clusters, away("a", "h2"), away("b", "h3"));

        assertThat(plan.steps())
                .extracting(Plan.Step::move)
                .containsExactlyInAnyOrder(
                        new Move(guestId("a"), hostId("h2"), hostId("h1")),
                        new Move(guestId("b"), hostId("h3"), hostId("h1")));
        assertThat(plan.blocked()).isEmpty();
        assertThat(PlanChecker.check(clusters.view(), plan)).isEmpty();
    }

    @Test
    void movesNobodyElse() {
        Plan plan = restore(Clusters.of(2).guest("a", "h2").guest("stranger", "h2"), away("a", "h2"));

        assertThat(plan.steps()).extracting(step -> step.move().guest()).containsExactly(guestId("a"));
    }

    @Test
    void leavesAGuestThatWasMovedSinceAndSaysWhere() {
        Plan plan = restore(Clusters.of(3).guest("a", "h3"), away("a", "h2"));

        assertThat(plan.steps()).isEmpty();
        assertThat(codes(plan)).containsExactly(ReasonCode.MOVED_SINCE);
        assertThat(plan.blocked().getFirst().reasons().getFirst().host()).isEqualTo(hostId("h3"));
    }

    @Test
    void hasNothingToDoWithGuestsThatAreBackOrGone() {
        Plan plan = restore(Clusters.of(2).guest("back", "h1"), away("back", "h2"), away("deleted", "h2"));

        assertThat(plan).isEqualTo(new Plan(List.of(), List.of(), List.of(), List.of(), List.of(), 0));
    }

    @Test
    void bringsBackTheDefinitionOfAGuestThatIsOff() {
        Clusters clusters = Clusters.of(2).guest("off", "h2", guest -> guest.off());

        Plan plan = restore(clusters, away("off", "h2"));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.coldMoves()).containsExactly(Plan.ColdMove.ofOff(homeward("off", "h2")));
        assertThat(plan.staying()).isEmpty();
        assertThat(PlanChecker.check(clusters.view(), plan)).isEmpty();
    }

    @Test
    void namesAGuestThatIsOffAndCannotComeBack() {
        Plan plan = restore(
                Clusters.of(2)
                        .everyHost(host -> host.pools("local"))
                        .guest("off", "h2", guest -> guest.disk("local").off()),
                away("off", "h2"));

        assertThat(plan.coldMoves()).isEmpty();
        assertThat(codes(plan)).containsExactly(ReasonCode.POOL_NOT_SHARED);
    }

    @Nested
    class WhoWentCold {
        private static Clusters with(EvacuationPolicy policy) {
            return Clusters.of(2).guest("a", "h2", guest -> guest.evacuation(policy));
        }

        @Test
        void comesBackCold() {
            Clusters clusters = with(EvacuationPolicy.COLD);

            Plan plan = restore(clusters, away("a", "h2"));

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.coldMoves()).containsExactly(Plan.ColdMove.ofRunning(homeward("a", "h2"), List.of()));
            assertThat(plan.headroom()).extracting(Plan.Headroom::host).containsExactly(hostId("h1"), hostId("h2"));
            assertThat(PlanChecker.check(clusters.view(), plan)).isEmpty();
        }

        @Test
        void comesBackLiveIfItMayAndCan() {
            Plan plan = restore(with(EvacuationPolicy.LIVE_ELSE_COLD), away("a", "h2"));

            assertThat(plan.steps()).hasSize(1);
            assertThat(plan.coldMoves()).isEmpty();
        }

        @Test
        void comesBackColdOverTheBorderBetweenMakersOfCpus() {
            Plan plan = restore(
                    with(EvacuationPolicy.LIVE_ELSE_COLD).host("h1", host -> host.vendor(CpuVendor.AMD)),
                    away("a", "h2"));

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.coldMoves().getFirst().reasons().getFirst().reasons())
                    .extracting(Reason::code)
                    .contains(ReasonCode.CPU_VENDOR_DIFFERS);
        }

        @Test
        void isNotStoppedWhereItsPolicyIsToMoveLive() {
            Plan plan = restore(
                    with(EvacuationPolicy.LIVE).host("h1", host -> host.vendor(CpuVendor.AMD)), away("a", "h2"));

            assertThat(plan.coldMoves()).isEmpty();
            assertThat(codes(plan)).contains(ReasonCode.CPU_VENDOR_DIFFERS);
        }

        @Test
        void isNotStoppedToSpreadMemory() {
            Clusters clusters = with(EvacuationPolicy.COLD).guest("off", "h2", guest -> guest.off());

            Plan plan = restoreSmartly(clusters, away("a", "h2"), away("off", "h2"));

            assertThat(plan.coldMoves()).isEmpty();
            assertThat(plan.leftRunning()).containsExactly(new Plan.Place(guestId("a"), hostId("h2")));
            assertThat(plan.staying()).containsExactly(guestId("off"));
            assertThat(plan.hasWork()).isFalse();
        }

        @Test
        void comesBackOnlyIfThereIsRoomBesideThoseWhoComeLive() {
            Clusters clusters = Clusters.of(0)
                    .host("h1", host -> host.usableMib(6_000))
                    .host("h2", host -> host.usableMib(20_000))
                    .guest("live", "h2", guest -> guest.committedMib(5_000))
                    .guest("cold", "h2", guest -> guest.committedMib(5_000).evacuation(EvacuationPolicy.COLD));

            Plan plan = restore(clusters, away("live", "h2"), away("cold", "h2"));

            assertThat(plan.steps()).hasSize(1);
            assertThat(plan.blocked()).extracting(Plan.Blocked::guest).containsExactly(guestId("cold"));
            assertThat(codes(plan)).contains(ReasonCode.MEMORY_COMMITTED);
        }

        @Test
        void isNamedIfItIsPaused() {
            Plan plan = restore(
                    Clusters.of(2)
                            .guest(
                                    "a",
                                    "h2",
                                    guest -> guest.evacuation(EvacuationPolicy.COLD)
                                            .state(GuestState.PAUSED)),
                    away("a", "h2"));

            assertThat(plan.coldMoves()).isEmpty();
            assertThat(codes(plan)).containsExactly(ReasonCode.GUEST_NOT_RUNNING);
        }
    }

    @Test
    void saysWhoDoesNotFitAnyMore() {
        Clusters clusters = Clusters.of(0)
                .host("h1", host -> host.usableMib(6_000))
                .host("h2", host -> host.usableMib(20_000))
                .guest("a", "h2", guest -> guest.committedMib(5_000))
                .guest("b", "h2", guest -> guest.committedMib(5_000));

        Plan plan = restore(clusters, away("a", "h2"), away("b", "h2"));

        assertThat(plan.steps()).hasSize(1);
        assertThat(plan.blocked()).hasSize(1);
        assertThat(codes(plan)).contains(ReasonCode.MEMORY_COMMITTED);
    }

    @Nested
    class TheSmartWay {
        @Test
        void bringsBackUntilTheTwoHostsAreEven() {
            Plan plan = restoreSmartly(
                    Clusters.of(2).guest("a", "h2").guest("b", "h2").guest("c", "h2"),
                    away("a", "h2"),
                    away("b", "h2"),
                    away("c", "h2"));

            assertThat(plan.steps()).hasSize(1);
            assertThat(plan.leftRunning()).extracting(Plan.Place::host).containsExactly(hostId("h2"), hostId("h2"));
            assertThat(plan.blocked()).isEmpty();
        }

        @Test
        void asksTheLargestFirst() {
            Plan plan = restoreSmartly(
                    Clusters.of(2).guest("small", "h2").guest("large", "h2", guest -> guest.committedMib(8_000)),
                    away("small", "h2"),
                    away("large", "h2"));

            assertThat(plan.steps()).extracting(step -> step.move().guest()).containsExactly(guestId("large"));
        }

        @Test
        void countsSharesOfWhatEachHostHas() {
            Plan plan = restoreSmartly(
                    Clusters.of(0)
                            .host("h1", host -> host.usableMib(4_000))
                            .host("h2", host -> host.usableMib(40_000))
                            .guest("a", "h2", guest -> guest.committedMib(2_000)),
                    away("a", "h2"));

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.leftRunning()).containsExactly(new Plan.Place(guestId("a"), hostId("h2")));
        }
    }

    @Nested
    class WhoWasShutDown {
        @Test
        void isStartedWhereItIs() {
            Plan plan = startAgain(Clusters.of(2).guest("a", "h1", guest -> guest.state(GuestState.SHUT_OFF)), "a");

            assertThat(plan.starts()).containsExactly(new Plan.Place(guestId("a"), hostId("h1")));
            assertThat(plan.hasWork()).isTrue();
        }

        @Test
        void isLeftAloneWhenItRunsOrShallNotRunOrHasMovedOrIsGone() {
            Plan plan = startAgain(
                    Clusters.of(2)
                            .guest("runs", "h1")
                            .guest("stopped", "h1", guest -> guest.off())
                            .guest("elsewhere", "h2", guest -> guest.state(GuestState.SHUT_OFF)),
                    "runs",
                    "stopped",
                    "elsewhere",
                    "deleted");

            assertThat(plan.starts()).isEmpty();
            assertThat(plan.hasWork()).isFalse();
        }
    }

    @Test
    void bringsNobodyBackToAHostThatTakesNoGuests() {
        Plan plan = restore(
                Clusters.of(2).host("h1", host -> host.duty(HostDuty.EVACUATED)).guest("a", "h2"), away("a", "h2"));

        assertThat(plan.steps()).isEmpty();
        assertThat(codes(plan)).contains(ReasonCode.HOST_NOT_ACTIVE);
    }
}
