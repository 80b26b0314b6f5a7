package io.kvmherd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LastResortTest {
    @Test
    void endsTheProcessWhenAThreadEndsByAMistake() throws InterruptedException {
        AtomicInteger halts = new AtomicInteger();
        Thread thread = Thread.ofPlatform().unstarted(() -> {
            throw new IllegalStateException("a mistake, made for a test");
        });
        thread.setUncaughtExceptionHandler(new LastResort(halts::incrementAndGet));

        thread.start();
        thread.join();

        assertThat(halts).hasValue(1);
    }

    @Test
    void leavesAThreadThatEndsInOrderAlone() throws InterruptedException {
        AtomicInteger halts = new AtomicInteger();
        Thread thread = Thread.ofPlatform().unstarted(() -> {});
        thread.setUncaughtExceptionHandler(new LastResort(halts::incrementAndGet));

        thread.start();
        thread.join();

        assertThat(halts).hasValue(0);
    }
}
