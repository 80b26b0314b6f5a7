package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import org.junit.jupiter.api.Test;

final class FailedAttemptsTest {
    private static final String GUESSER = "198.18.0.1";

    private final FailedAttempts failures = new FailedAttempts();

    private void fail(String address, int times, long atMs) {
        for (int i = 0; i < times; i++) {
            failures.count(address, atMs);
        }
    }

    @Test
    void letsAnAddressFailAFewTimes() {
        fail(GUESSER, FailedAttempts.MOST - 1, 0);

        assertThatCode(() -> failures.requireFew(GUESSER, 1)).doesNotThrowAnyException();
    }

    @Test
    void stopsAnsweringAnAddressThatGuesses() {
        fail(GUESSER, FailedAttempts.MOST, 0);

        assertThatThrownBy(() -> failures.requireFew(GUESSER, FailedAttempts.WINDOW_MS - 1))
                .isInstanceOfSatisfying(
                        KvmherdException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BUSY))
                .hasMessageContaining("wait a minute");
    }

    @Test
    void answersItAgainWhenTheMinuteIsOver() {
        fail(GUESSER, FailedAttempts.MOST, 0);

        assertThatCode(() -> failures.requireFew(GUESSER, FailedAttempts.WINDOW_MS))
                .doesNotThrowAnyException();
    }

    @Test
    void doesNotMakeOthersWait() {
        fail(GUESSER, FailedAttempts.MOST, 0);

        assertThatCode(() -> failures.requireFew("198.18.0.2", 1)).doesNotThrowAnyException();
    }

    @Test
    void forgetsTheOldestOfTooManyAddresses() {
        fail(GUESSER, FailedAttempts.MOST, 0);

        for (int i = 0; i < FailedAttempts.ADDRESSES; i++) {
            fail("address-" + i, 1, 1);
        }

        assertThatCode(() -> failures.requireFew(GUESSER, 2)).doesNotThrowAnyException();
    }
}
