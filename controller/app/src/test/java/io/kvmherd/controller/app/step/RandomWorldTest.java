package io.kvmherd.controller.app.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.controller.app.testing.RandomWorld;
import io.kvmherd.controller.engine.testing.Seeds;
import org.junit.jupiter.api.Test;

final class RandomWorldTest {
    private static final int SEEDS = Integer.getInteger("kvmherd.seeds", 200);
    private static final int EVENTS = 300;

    @Test
    void keepsItsPromisesWhateverHappens() {
        Seeds.check(SEEDS, seed -> new RandomWorld(seed).live(EVENTS).comeToRest());
    }

    @Test
    void doesTheSameAgainFromTheSameSeed() {
        Seeds.check(
                SEEDS / 10,
                seed -> assertThat(new RandomWorld(seed).live(EVENTS).comeToRest())
                        .isEqualTo(new RandomWorld(seed).live(EVENTS).comeToRest()));
    }
}
