package io.kvmherd.controller.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.engine.testing.RandomClusters;
import io.kvmherd.controller.engine.testing.Seeds;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanPropertiesTest {
    private static final int CLUSTERS = 600;

    @Test
    void everySequenceIsLegalAtAnyPaceAndTheCheckerAgrees() {
        Seeds.check(CLUSTERS, seed -> {
            ClusterView view = cluster(seed);

            Plan plan = PlanSequencer.sequence(view, randomMoves(view, seed));

            assertThat(PlanChecker.check(view, plan)).isEmpty();
            for (long pace = 0; pace < 5; pace++) {
                AnyPace.run(view, plan, seed + pace);
            }
        });
    }

    @Test
    void everyGuestEndsWhereItShouldOrStaysAndIsBlocked() {
        Seeds.check(CLUSTERS, seed -> {
            ClusterView view = cluster(seed);
            List<Move> moves = randomMoves(view, seed);

            Plan plan = PlanSequencer.sequence(view, moves);

            List<AnyPace.Seat> seats = AnyPace.run(view, plan, seed);
            List<GuestId> blocked =
                    plan.blocked().stream().map(Plan.Blocked::guest).toList();
            for (Move move : moves) {
                boolean stays = blocked.contains(move.guest());
                assertThat(stays || seats.contains(new AnyPace.Seat(move.guest(), move.to())))
                        .as("%s", move)
                        .isTrue();
                assertThat(plan.steps().stream()
                                .anyMatch(step -> step.move().guest().equals(move.guest())))
                        .as("%s has steps", move)
                        .isNotEqualTo(stays);
            }
        });
    }

    @Test
    void theOrderInWhichMovesAreGivenDoesNotMatter() {
        Seeds.check(CLUSTERS, seed -> {
            ClusterView view = cluster(seed);
            List<Move> moves = randomMoves(view, seed);
            List<Move> shuffled = new ArrayList<>(moves);
            Collections.shuffle(shuffled, new Random(seed));

            Plan plan = PlanSequencer.sequence(view, moves);

            assertThat(PlanSequencer.sequence(view, shuffled)).isEqualTo(plan);
        });
    }

    @Test
    void theClustersLeadToWaitingToDetoursAndToCircles() {
        int waits = 0;
        int detours = 0;
        int blocked = 0;

        for (long seed = 1; seed <= CLUSTERS; seed++) {
            ClusterView view = cluster(seed);
            Plan plan = PlanSequencer.sequence(view, randomMoves(view, seed));
            waits += (int) plan.steps().stream()
                    .filter(step -> !step.after().isEmpty())
                    .count();
            detours += (int) (plan.steps().size()
                    - plan.steps().stream()
                            .map(step -> step.move().guest())
                            .distinct()
                            .count());
            blocked += plan.blocked().size();
        }

        assertThat(waits).isGreaterThan(300);
        assertThat(detours).isGreaterThan(20);
        assertThat(blocked).isGreaterThan(500);
    }

    /** Mixed ones, and small full ones of equal hosts, in which moves are often in each other's way. */
    private static ClusterView cluster(long seed) {
        return seed % 3 == 0 ? RandomClusters.of(seed) : RandomClusters.tiny(seed);
    }

    private static List<Move> randomMoves(ClusterView view, long seed) {
        Random random = new Random(seed);
        List<HostId> hosts = List.copyOf(view.hosts().keySet());
        List<Move> moves = new ArrayList<>();
        for (GuestView guest : view.guests().values()) {
            HostId to = hosts.get(random.nextInt(hosts.size()));
            if (!guest.isOn(to)) {
                moves.add(new Move(guest.id(), guest.host().orElseThrow(), to));
            }
        }
        return moves;
    }
}
