package io.kvmherd.controller.engine.plan;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.controller.engine.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static Plan.Step step(int number, List<Integer> after) {
        return new Plan.Step(number, new Move(guestId("g"), hostId("h1"), hostId("h2")), after, 1, 1);
    }

    private static Plan.Step step(int number, Integer... after) {
        return step(number, Arrays.asList(after));
    }

    @Test
    void seesThroughChains() {
        Order order = Order.of(List.of(step(1), step(2, 1), step(3, 2), step(4)));

        assertThat(order.hasEndedBefore(1, 3)).isTrue();
        assertThat(order.hasEndedBefore(1, 4)).isFalse();
        assertThat(order.hasEndedBefore(3, 1)).isFalse();
    }

    @Test
    void countsChainsThatCrossAsNoMoreThanTheyAre() {
        Order order = Order.of(List.of(step(1), step(2, 1), step(3, 1), step(4, 2)));

        assertThat(order.mostAtOnce(List.of(1, 2, 3, 4))).isEqualTo(2);
    }

    @Test
    void agreesWithTryingEverySet() {
        Seeds.check(300, seed -> {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(9);
            List<Plan.Step> steps = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                List<Integer> after = IntStream.range(1, number)
                        .filter(earlier -> random.nextInt(4) == 0)
                        .boxed()
                        .toList();
                steps.add(step(number, after));
            }
            Order order = Order.of(steps);

            int most = order.mostAtOnce(IntStream.rangeClosed(1, count).boxed().toList());

            assertThat(most).isEqualTo(largestSetWithoutOrder(order, count));
        });
    }

    private static int largestSetWithoutOrder(Order order, int count) {
        return IntStream.range(0, 1 << count)
                .filter(set -> isWithoutOrder(order, set, count))
                .map(Integer::bitCount)
                .max()
                .orElseThrow();
    }

    private static boolean isWithoutOrder(Order order, int set, int count) {
        return IntStream.rangeClosed(1, count)
                .filter(first -> (set >> (first - 1) & 1) == 1)
                .allMatch(first -> IntStream.rangeClosed(1, count)
                        .filter(second -> (set >> (second - 1) & 1) == 1)
                        .noneMatch(second -> order.hasEndedBefore(first, second)));
    }
}
