package io.kvmherd.common.runtime.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OnTheWayTest {
    private static final long LOST_NANOS = OnTheWay.LOST_AFTER.toNanos();

    private final OnTheWay way = new OnTheWay();

    @ParameterizedTest
    @ValueSource(longs = {0, 5, -7_000_000_000_000L, Long.MAX_VALUE - 10})
    void letsTheNextGoWhenTheLastHasArrived(long now) {
        long mark = way.leaves(now).orElseThrow();

        assertThat(way.leaves(now + 1)).isEmpty();
        way.arrives(mark);
        assertThat(way.leaves(now + 2)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, -7_000_000_000_000L, Long.MAX_VALUE - 10})
    void letsTheNextGoWhenTheLastIsLost(long now) {
        way.leaves(now);

        assertThat(way.leaves(now + LOST_NANOS - 1)).isEmpty();
        assertThat(way.leaves(now + LOST_NANOS)).isPresent();
    }

    @Test
    void aLostOneThatArrivesAfterAllLetsNothingGo() {
        long lost = way.leaves(5).orElseThrow();
        way.leaves(5 + LOST_NANOS);

        way.arrives(lost);

        assertThat(way.leaves(6 + LOST_NANOS)).isEmpty();
    }
}
