package io.kvmherd.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class UuidV7Test {
    private final AtomicLong clock = new AtomicLong(1_772_366_400_000L);
    private final UuidV7 ids = new UuidV7(clock::get);

    @Test
    void carriesVersionVariantAndTime() {
        UUID id = ids.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(clock.get());
    }

    @Test
    void growsWithinAMillisecondAndWhenTheClockGoesBack() {
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            if (i == 5_000) {
                clock.addAndGet(-60_000);
            }
            drawn.add(ids.next().toString());
        }

        assertThat(drawn).isSorted().doesNotHaveDuplicates();
    }
}
