package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanChecker;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.testing.RandomClusters;
import io.kvmherd.controller.engine.testing.Seeds;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacementPropertiesTest {
    private static final int CLUSTERS = 400;

    @Test
    void thePlacerAndTheCheckerAgreeOnEveryHostForAStart() {
        Seeds.check(CLUSTERS, seed -> {
            ClusterView view = RandomClusters.of(seed);
            GuestSpec spec = newcomer(seed);

            Decision<HostId> decision = Placer.place(view, PlacementRequest.toStart(guestId("new"), spec));

            for (HostVerdict verdict : decision.verdicts()) {
                assertThat(PlanChecker.checkStart(view, guestId("new"), spec, verdict.host())
                                .isEmpty())
                        .as("the checker on %s", verdict)
                        .isEqualTo(verdict.verdict() == Verdict.YES);
            }
        });
    }

    @Test
    void thePlacerAndTheCheckerAgreeOnEveryHostForAMove() {
        Seeds.check(CLUSTERS, seed -> {
            ClusterView view = RandomClusters.of(seed);

            for (GuestView guest : view.guests().values()) {
                Decision<HostId> decision = Placer.place(view, PlacementRequest.toMove(guest));
                for (HostVerdict verdict : decision.verdicts()) {
                    Move move = new Move(guest.id(), guest.host().orElseThrow(), verdict.host());
                    assertThat(PlanChecker.check(view, single(move)).isEmpty())
                            .as("the checker on %s of %s", verdict, guest)
                            .isEqualTo(verdict.verdict() == Verdict.YES);
                }
            }
        });
    }

    @Test
    void everyVerdictButYesHasReasonsAndYesHasScores() {
        Seeds.check(CLUSTERS, seed -> {
            ClusterView view = RandomClusters.of(seed);

            Decision<HostId> decision = Placer.place(view, PlacementRequest.toStart(guestId("new"), newcomer(seed)));

            assertThat(decision.verdicts()).hasSize(view.hosts().size());
            assertThat(decision.verdicts()).allSatisfy(verdict -> {
                assertThat(verdict.reasons().isEmpty()).isEqualTo(verdict.verdict() == Verdict.YES);
                assertThat(verdict.scores().isEmpty()).isEqualTo(verdict.verdict() != Verdict.YES);
                assertThat(verdict.total()).isBetween(0.0, 3.0);
            });
        });
    }

    @Test
    void theSameViewGivesTheSameDecisionHoweverItWasPutTogether() {
        Seeds.check(CLUSTERS, seed -> {
            PlacementRequest request = PlacementRequest.toStart(guestId("new"), newcomer(seed));

            Decision<HostId> decision = Placer.place(RandomClusters.of(seed), request);

            assertThat(Placer.place(RandomClusters.of(seed), request)).isEqualTo(decision);
            assertThat(Placer.place(RandomClusters.of(seed, seed + 7), request)).isEqualTo(decision);
        });
    }

    private static Plan single(Move move) {
        return new Plan(
                List.of(new Plan.Step(1, move, List.of(), 1, 1)), List.of(), List.of(), List.of(), List.of(), 1);
    }

    private static GuestSpec newcomer(long seed) {
        Random random = new Random(-seed);
        GuestMaker guest =
                new GuestMaker("new").memoryMib(128L << random.nextInt(7)).vcpus(1 + random.nextInt(8));
        return random.nextBoolean()
                ? guest.group("alpha").spec()
                : guest.disk("shared").spec();
    }
}
