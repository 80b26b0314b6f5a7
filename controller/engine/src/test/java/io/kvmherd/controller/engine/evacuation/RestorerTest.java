package io.kvmherd.controller.engine.evacuation;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

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
    void leavesGuestsThatAreOffWhereTheyAre() {
        Plan plan = restore(Clusters.of(2).guest("off", "h2", guest -> guest.off()), away("off", "h2"));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.blocked()).isEmpty();
        assertThat(plan.staying()).containsExactly(guestId("off"));
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
