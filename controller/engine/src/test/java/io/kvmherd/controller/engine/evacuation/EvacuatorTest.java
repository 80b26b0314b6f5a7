package io.kvmherd.controller.engine.evacuation;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanChecker;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EvacuatorTest {
    /** The plan that empties h1. */
    private static Plan evacuate(Clusters clusters) {
        ClusterView view = clusters.view();
        return Evacuator.plan(view, view.host(hostId("h1")).orElseThrow());
    }

    private static List<Move> moves(Plan plan) {
        return plan.steps().stream().map(Plan.Step::move).toList();
    }

    private static Move move(String guest, String to) {
        return new Move(guestId(guest), hostId("h1"), hostId(to));
    }

    private static List<ReasonCode> codes(Plan plan) {
        return plan.blocked().stream()
                .flatMap(guest -> guest.reasons().stream())
                .flatMap(host -> host.reasons().stream())
                .map(Reason::code)
                .toList();
    }

    @Test
    void hasNothingToDoOnAnEmptyHost() {
        Plan plan = evacuate(Clusters.of(2).guest("web", "h2"));

        assertThat(plan).isEqualTo(new Plan(List.of(), List.of(), List.of(), List.of(), List.of(), 0));
    }

    @Test
    void spreadsGuestsEvenlyWhileThereIsRoom() {
        Plan plan = evacuate(Clusters.of(3).guest("a", "h1").guest("b", "h1"));

        assertThat(moves(plan)).extracting(Move::to).containsExactlyInAnyOrder(hostId("h2"), hostId("h3"));
        assertThat(plan.blocked()).isEmpty();
    }

    @Test
    void emptiesAHostWhateverItsDuty() {
        for (HostDuty duty : HostDuty.values()) {
            Plan plan =
                    evacuate(Clusters.of(2).host("h1", host -> host.duty(duty)).guest("web", "h1"));

            assertThat(moves(plan)).as("duty %s", duty).containsExactly(move("web", "h2"));
        }
    }

    @Test
    void leavesTheDefinitionsOfGuestsThatAreOff() {
        Plan plan = evacuate(Clusters.of(2)
                .guest("off", "h1", guest -> guest.off().disk("local"))
                .guest("crashed", "h1", guest -> guest.state(GuestState.CRASHED).wish(Wish.RUNNING)));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.blocked()).isEmpty();
        assertThat(plan.staying()).containsExactlyInAnyOrder(guestId("off"), guestId("crashed"));
    }

    @Test
    void neverPutsTwoOfAGroupOnOneHost() {
        Plan plan = evacuate(Clusters.of(3)
                .guest("a", "h1", guest -> guest.group("front"))
                .guest("b", "h2", guest -> guest.group("front"))
                .guest("c", "h1"));

        assertThat(moves(plan)).contains(move("a", "h3"));
        assertThat(plan.blocked()).isEmpty();
    }

    @Nested
    class SeveralHosts {
        private static Plan evacuate(Clusters clusters) {
            return Evacuator.plan(clusters.view(), List.of(hostId("h1"), hostId("h2")));
        }

        @Test
        void takeNoGuestOfOneAnother() {
            Clusters clusters = Clusters.of(3).guest("a", "h1").guest("b", "h1").guest("c", "h2");

            Plan plan = evacuate(clusters);

            assertThat(moves(plan))
                    .containsExactlyInAnyOrder(
                            move("a", "h3"), move("b", "h3"), new Move(guestId("c"), hostId("h2"), hostId("h3")));
            assertThat(plan.blocked()).isEmpty();
            assertThat(PlanChecker.check(clusters.view(), plan)).isEmpty();
        }

        @Test
        void fillTheOthersTogether() {
            Plan plan = evacuate(Clusters.of(2)
                    .host("h3", host -> host.usableMib(10_000))
                    .guest("a", "h1", guest -> guest.committedMib(6_000))
                    .guest("b", "h2", guest -> guest.committedMib(6_000)));

            assertThat(plan.steps()).hasSize(1);
            assertThat(plan.blocked()).hasSize(1);
            assertThat(codes(plan)).contains(ReasonCode.MEMORY_COMMITTED).doesNotContain(ReasonCode.HOST_NOT_ACTIVE);
        }

        @Test
        void keepToTheLimitOfMigrationsIntoAHost() {
            Clusters clusters = Clusters.of(3)
                    .slots(2, 2)
                    .guest("a", "h1")
                    .guest("b", "h1")
                    .guest("c", "h2")
                    .guest("d", "h2");

            Plan plan = evacuate(clusters);

            assertThat(plan.steps()).filteredOn(step -> step.after().isEmpty()).hasSize(2);
            assertThat(PlanChecker.check(clusters.view(), plan)).isEmpty();
        }

        @Test
        void saySoWhenNoOtherIsLeft() {
            Plan plan = evacuate(Clusters.of(2).guest("a", "h1"));

            assertThat(codes(plan)).containsExactly(ReasonCode.NO_HOSTS);
        }
    }

    @Nested
    class ByPolicy {
        private static Clusters with(EvacuationPolicy policy) {
            return Clusters.of(2).guest("a", "h1", guest -> guest.evacuation(policy));
        }

        @Test
        void shutsDownUntilTheHostIsBack() {
            Plan plan = evacuate(with(EvacuationPolicy.SHUTDOWN_RETURN));

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.shutDowns()).containsExactly(Plan.ShutDown.untilReturn(guestId("a"), hostId("h1")));
        }

        @Test
        void shutsDownNobodyThatCannotAnswerOrIsBusyOrCarriesTheController() {
            Plan paused = evacuate(Clusters.of(2)
                    .guest(
                            "a",
                            "h1",
                            guest -> guest.evacuation(EvacuationPolicy.SHUTDOWN_RETURN)
                                    .state(GuestState.PAUSED)));
            Plan busy = evacuate(Clusters.of(2)
                    .guest(
                            "a",
                            "h1",
                            guest -> guest.evacuation(EvacuationPolicy.SHUTDOWN_RETURN)
                                    .busy("other")));

            assertThat(paused.shutDowns()).isEmpty();
            assertThat(codes(paused)).containsExactly(ReasonCode.GUEST_NOT_RUNNING);
            assertThat(busy.shutDowns()).isEmpty();
            assertThat(codes(busy)).containsExactly(ReasonCode.GUEST_BUSY);
        }

        @Test
        void goesColdWhereThereIsRoomBesideThoseWhoGoLive() {
            Plan plan = evacuate(Clusters.of(2)
                    .host("h2", host -> host.usableMib(10_000))
                    .guest("live", "h1", guest -> guest.committedMib(6_000))
                    .guest("cold", "h1", guest -> guest.committedMib(3_000).evacuation(EvacuationPolicy.COLD))
                    .guest("late", "h1", guest -> guest.committedMib(2_000).evacuation(EvacuationPolicy.COLD)));

            assertThat(moves(plan)).containsExactly(move("live", "h2"));
            assertThat(plan.coldMoves()).containsExactly(Plan.ColdMove.ofRunning(move("cold", "h2"), List.of()));
            assertThat(plan.blocked()).extracting(Plan.Blocked::guest).containsExactly(guestId("late"));
            assertThat(plan.headroom())
                    .filteredOn(room -> room.host().equals(hostId("h2")))
                    .extracting(Plan.Headroom::committedAfterMib)
                    .containsExactly(9_000L);
        }

        @Test
        void goesColdOnlyWhoCannotGoLive() {
            Plan plan = evacuate(Clusters.of(2)
                    .host("h2", host -> host.vendor(CpuVendor.AMD))
                    .guest("a", "h1", guest -> guest.evacuation(EvacuationPolicy.LIVE_ELSE_COLD)));

            assertThat(plan.coldMoves()).hasSize(1);
            assertThat(plan.coldMoves().getFirst().reasons().getFirst().reasons())
                    .extracting(Reason::code)
                    .containsExactly(ReasonCode.CPU_VENDOR_DIFFERS);
            assertThat(evacuate(with(EvacuationPolicy.LIVE_ELSE_COLD)).coldMoves())
                    .isEmpty();
        }

        @Test
        void goesColdWhereLiveMovesFailedThoughNoRuleWasAgainstThem() {
            ClusterView view = with(EvacuationPolicy.LIVE_ELSE_COLD).view();

            Plan plan = Evacuator.plan(view, List.of(hostId("h1")), List.of(guestId("a")));

            assertThat(plan.coldMoves()).hasSize(1);
            assertThat(plan.coldMoves().getFirst().reasons().getFirst().reasons())
                    .extracting(Reason::code)
                    .containsExactly(ReasonCode.LIVE_MOVES_FAILED);
        }

        @Test
        void waitsRatherThanStopsWhomAHostMayTakeLiveLater() {
            Plan plan = evacuate(Clusters.of(2)
                    .host("h2", host -> host.availableMib(500))
                    .guest("a", "h1", guest -> guest.evacuation(EvacuationPolicy.LIVE_ELSE_COLD)));

            assertThat(plan.coldMoves()).isEmpty();
            assertThat(plan.blocked()).extracting(Plan.Blocked::guest).containsExactly(guestId("a"));
        }

        @Test
        void takesNoDiskAlongCold() {
            Clusters clusters = Clusters.of(2)
                    .everyHost(host -> host.pools("local"))
                    .guest("a", "h1", guest -> guest.disk("local").evacuation(EvacuationPolicy.COLD));
            ClusterView copying = clusters.view().copyingStorage();

            Plan plan = Evacuator.plan(copying, copying.host(hostId("h1")).orElseThrow());

            assertThat(plan.coldMoves()).isEmpty();
            assertThat(codes(plan)).containsOnly(ReasonCode.POOL_NOT_SHARED);
        }

        @Test
        void doesNotGoColdWhilePaused() {
            Plan paused = evacuate(Clusters.of(2)
                    .guest(
                            "a",
                            "h1",
                            guest -> guest.evacuation(EvacuationPolicy.COLD).state(GuestState.PAUSED)));

            assertThat(paused.coldMoves()).isEmpty();
            assertThat(codes(paused)).containsExactly(ReasonCode.GUEST_NOT_RUNNING);
        }

        @Test
        void leavesRunningWhoStays() {
            Plan plan = evacuate(with(EvacuationPolicy.STAY));

            assertThat(plan.leftRunning()).containsExactly(new Plan.Place(guestId("a"), hostId("h1")));
            assertThat(plan.blocked()).isEmpty();
            assertThat(plan.hasWork()).isFalse();
        }

        @Test
        void isBlockedByWhoBlocks() {
            Plan plan = evacuate(with(EvacuationPolicy.BLOCK));

            assertThat(plan.steps()).isEmpty();
            assertThat(codes(plan)).containsExactly(ReasonCode.GUEST_BLOCKS_EVACUATION);
        }

        @Test
        void asksNoGuestThatIsOff() {
            for (EvacuationPolicy policy : EvacuationPolicy.values()) {
                Plan plan = evacuate(Clusters.of(2)
                        .guest("a", "h1", guest -> guest.evacuation(policy).off()));

                assertThat(plan.staying()).as("policy %s", policy).containsExactly(guestId("a"));
                assertThat(plan.blocked()).as("policy %s", policy).isEmpty();
            }
        }
    }

    @Nested
    class WhenRoomIsScarce {
        private static Clusters clusters() {
            return Clusters.of(0)
                    .host("h1", host -> host.usableMib(20_000))
                    .host("h2", host -> host.usableMib(10_000))
                    .host("h3", host -> host.usableMib(7_000));
        }

        @Test
        void packsTightlyInsteadOfEvenly() {
            Plan plan = evacuate(clusters()
                    .guest("a", "h1", guest -> guest.committedMib(6_000))
                    .guest("b", "h1", guest -> guest.committedMib(5_000))
                    .guest("c", "h1", guest -> guest.committedMib(5_000)));

            assertThat(plan.blocked()).isEmpty();
            assertThat(moves(plan)).containsExactlyInAnyOrder(move("a", "h3"), move("b", "h2"), move("c", "h2"));
        }

        @Test
        void exchangesSeatsWhereEveryGreedyOrderFails() {
            Plan plan = evacuate(Clusters.of(0)
                    .host("h1", host -> host.usableMib(30_000))
                    .host("h2", host -> host.usableMib(10_000))
                    .host("h3", host -> host.usableMib(10_000))
                    .guest("a", "h1", guest -> guest.committedMib(4_000))
                    .guest("b", "h1", guest -> guest.committedMib(4_000))
                    .guest("c", "h1", guest -> guest.committedMib(3_000))
                    .guest("d", "h1", guest -> guest.committedMib(3_000))
                    .guest("e", "h1", guest -> guest.committedMib(3_000))
                    .guest("f", "h1", guest -> guest.committedMib(3_000)));

            assertThat(plan.blocked()).isEmpty();
            assertThat(plan.steps()).hasSize(6);
        }

        @Test
        void movesWhomItCanAndNamesTheOthersWithNumbers() {
            Plan plan = evacuate(clusters()
                    .host("h2", host -> host.labels("ssd"))
                    .guest("small", "h1", guest -> guest.committedMib(1_000).labels("ssd"))
                    .guest("huge", "h1", guest -> guest.committedMib(12_000)));

            assertThat(moves(plan)).extracting(Move::guest).containsExactly(guestId("small"));
            assertThat(plan.blocked()).hasSize(1);
            assertThat(plan.blocked().getFirst().reasons())
                    .extracting(Plan.HostReasons::host)
                    .containsExactly(hostId("h2"), hostId("h3"));
            assertThat(plan.blocked().getFirst().reasons().getFirst().reasons())
                    .contains(Reason.of(ReasonCode.MEMORY_COMMITTED)
                            .with("haveMib", 9_000)
                            .with("needMib", 12_000)
                            .with("limitMib", 10_000)
                            .with("ratioPercent", 100));
        }
    }

    @Nested
    class WhenAGuestCannotMove {
        private static Clusters foreignNeighbour() {
            return Clusters.of(2).host("h2", host -> host.vendor(CpuVendor.AMD));
        }

        @Test
        void blocksWithTheReasonsOfEveryHost() {
            Plan plan = evacuate(foreignNeighbour().guest("web", "h1"));

            assertThat(plan.blocked())
                    .containsExactly(new Plan.Blocked(
                            guestId("web"),
                            List.of(new Plan.HostReasons(
                                    hostId("h2"),
                                    List.of(Reason.of(ReasonCode.CPU_VENDOR_DIFFERS)
                                            .with("from", "GenuineIntel")
                                            .with("to", "AuthenticAMD"))))));
        }

        @Test
        void shutsDownAGuestThatMayBe() {
            Plan plan = evacuate(foreignNeighbour().guest("web", "h1", guest -> guest.mayBeShutDown()));

            assertThat(plan.blocked()).isEmpty();
            assertThat(plan.shutDowns()).extracting(Plan.ShutDown::guest).containsExactly(guestId("web"));
            assertThat(plan.shutDowns().getFirst().host()).isEqualTo(hostId("h1"));
        }

        @Test
        void shutsNothingDownOnAHostThatIsOnlyObserved() {
            Plan plan = evacuate(foreignNeighbour()
                    .host("h1", host -> host.observedBy(ModeSource.AGENT))
                    .guest("web", "h1", guest -> guest.mayBeShutDown()));

            assertThat(plan.shutDowns()).isEmpty();
            assertThat(plan.blocked()).extracting(Plan.Blocked::guest).containsExactly(guestId("web"));
        }

        @Test
        void ratherWaitsThanShutsDownWhenTheObstacleMayPass() {
            Plan plan = evacuate(Clusters.of(2)
                    .host("h2", host -> host.availableMib(500))
                    .guest("web", "h1", guest -> guest.mayBeShutDown()));

            assertThat(plan.shutDowns()).isEmpty();
            assertThat(plan.blocked()).extracting(Plan.Blocked::guest).containsExactly(guestId("web"));
        }

        @Test
        void doesNotAskAPausedGuestToShutDown() {
            Plan plan = evacuate(Clusters.of(2)
                    .guest("web", "h1", guest -> guest.mayBeShutDown().state(GuestState.PAUSED)));

            assertThat(plan.shutDowns()).isEmpty();
            assertThat(plan.blocked()).hasSize(1);
        }

        @Test
        void namesWhatIsAboutTheGuestItselfOnceAtItsHost() {
            Plan plan = evacuate(Clusters.of(4).guest("web", "h1", guest -> guest.busy("backup")));

            assertThat(plan.blocked().getFirst().reasons())
                    .extracting(Plan.HostReasons::host)
                    .containsExactly(hostId("h1"));
        }

        @Test
        void saysSoWhenThereIsNoOtherHost() {
            Plan plan = evacuate(Clusters.of(1).guest("web", "h1"));

            assertThat(plan.blocked().getFirst().reasons())
                    .containsExactly(new Plan.HostReasons(
                            hostId("h1"), List.of(Reason.of(ReasonCode.NO_HOSTS).with("hosts", 0))));
        }
    }

    @Nested
    class WhenAPoolIsNotProvedYet {
        private static final Clusters CLUSTERS = Clusters.of(3)
                .everyHost(host -> host.pools("san"))
                .host("h3", host -> host.vendor(CpuVendor.AMD))
                .unproved("san")
                .guest("web", "h1", guest -> guest.disk("san").mayBeShutDown())
                .guest("db", "h1", guest -> guest.disk("san"));

        @Test
        void waitsAndShutsNobodyDown() {
            Plan plan = evacuate(CLUSTERS);

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.shutDowns()).isEmpty();
            assertThat(plan.blocked()).hasSize(2);
        }
    }
}
