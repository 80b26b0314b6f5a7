package io.kvmherd.controller.engine.evacuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.engine.plan.AnyPace;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanChecker;
import io.kvmherd.controller.engine.testing.RandomClusters;
import io.kvmherd.controller.engine.testing.Seeds;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EvacuationPropertiesTest {
    private static final int CLUSTERS = 400;

    /** The evacuation of every host of every cluster, planned once for all properties. */
    private static final List<Evacuation> ALL = LongStream.rangeClosed(1, CLUSTERS)
            .boxed()
            .flatMap(seed -> evacuations(seed).stream())
            .toList();

    private record Evacuation(long seed, ClusterView view, HostView host, Plan plan) {
        @Override
        public String toString() {
            return "seed " + seed + ", host " + host.id();
        }
    }

    @Test
    void everyPlanIsLegalAtAnyPace() {
        assertThat(ALL)
                .allSatisfy(evacuation -> assertThatCode(() -> {
                            AnyPace.run(evacuation.view(), evacuation.plan(), evacuation.seed());
                            AnyPace.run(evacuation.view(), evacuation.plan(), evacuation.seed() + 1);
                        })
                        .doesNotThrowAnyException());
    }

    @Test
    void thePlannerAndTheCheckerAgree() {
        assertThat(ALL)
                .allSatisfy(evacuation -> assertThat(PlanChecker.check(evacuation.view(), evacuation.plan()))
                        .isEmpty());
    }

    @Test
    void everyGuestLeavesOrIsNamedWithReasons() {
        assertThat(ALL).allSatisfy(evacuation -> {
            Plan plan = evacuation.plan();
            assertThat(accountedFor(plan))
                    .containsExactlyInAnyOrderElementsOf(
                            evacuation.view().guestsOf(evacuation.host().id()).stream()
                                    .map(GuestView::id)
                                    .toList());
            assertThat(plan.blocked()).allSatisfy(blocked -> assertReasons(blocked.reasons()));
            assertThat(plan.shutDowns()).allSatisfy(shutDown -> assertReasons(shutDown.reasons()));
        });
    }

    @Test
    void nobodyIsShutDownUnasked() {
        assertThat(ALL)
                .allSatisfy(evacuation -> assertThat(evacuation.plan().shutDowns())
                        .allSatisfy(shutDown -> assertThat(evacuation
                                        .view()
                                        .guest(shutDown.guest())
                                        .orElseThrow()
                                        .spec()
                                        .cannotMove())
                                .isEqualTo(CannotMove.SHUT_DOWN)));
    }

    @Test
    void onlyThoseGoColdWhosePolicyIsThatOrWhoCannotGoLiveAndMayDoSo() {
        assertThat(ALL)
                .allSatisfy(evacuation -> assertThat(evacuation.plan().coldMoves())
                        .allSatisfy(cold -> assertThat(evacuation
                                        .view()
                                        .guest(cold.guest())
                                        .orElseThrow()
                                        .evacuation())
                                .isEqualTo(
                                        cold.reasons().isEmpty()
                                                ? EvacuationPolicy.COLD
                                                : EvacuationPolicy.LIVE_ELSE_COLD)));
    }

    @Test
    void theSameViewGivesTheSamePlanHoweverItWasPutTogether() {
        Seeds.check(CLUSTERS, seed -> {
            ClusterView view = RandomClusters.of(seed);
            ClusterView shuffled = RandomClusters.of(seed, seed + 7);

            for (HostId host : view.hosts().keySet()) {
                assertThat(Evacuator.plan(shuffled, shuffled.host(host).orElseThrow()))
                        .isEqualTo(Evacuator.plan(view, view.host(host).orElseThrow()));
            }
        });
    }

    @Test
    void theClustersLeadToEveryKindOfAnswer() {
        long steps = ALL.stream()
                .mapToLong(evacuation -> evacuation.plan().steps().size())
                .sum();
        long blocked = ALL.stream()
                .mapToLong(evacuation -> evacuation.plan().blocked().size())
                .sum();
        long shutDowns = ALL.stream()
                .mapToLong(evacuation -> evacuation.plan().shutDowns().size())
                .sum();

        long cold = ALL.stream()
                .mapToLong(evacuation -> evacuation.plan().coldMoves().size())
                .sum();

        assertThat(cold).isGreaterThan(100);
        assertThat(steps).isGreaterThan(1_000);
        assertThat(blocked).isGreaterThan(1_000);
        assertThat(shutDowns).isGreaterThan(100);
    }

    private static List<Evacuation> evacuations(long seed) {
        ClusterView view = RandomClusters.of(seed);
        return view.hosts().values().stream()
                .map(host -> new Evacuation(seed, view, host, Evacuator.plan(view, host)))
                .toList();
    }

    private static void assertReasons(List<Plan.HostReasons> reasons) {
        assertThat(reasons).isNotEmpty();
        assertThat(reasons)
                .allSatisfy(ofHost -> assertThat(ofHost.reasons())
                        .as("reasons of %s", ofHost.host())
                        .isNotEmpty());
    }

    private static List<GuestId> accountedFor(Plan plan) {
        List<GuestId> guests = new ArrayList<>(plan.staying());
        plan.steps().forEach(step -> guests.add(step.move().guest()));
        plan.blocked().forEach(blocked -> guests.add(blocked.guest()));
        plan.shutDowns().forEach(shutDown -> guests.add(shutDown.guest()));
        plan.coldMoves().forEach(cold -> guests.add(cold.guest()));
        return guests;
    }
}
