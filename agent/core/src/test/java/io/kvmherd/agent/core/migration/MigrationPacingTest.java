package io.kvmherd.agent.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.migration.Pace.Abort;
import io.kvmherd.agent.core.migration.Pace.Cause;
import io.kvmherd.agent.core.migration.Pace.GoOn;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import org.junit.jupiter.api.Test;

final class MigrationPacingTest {

    private final MigrationPacing pacing = new MigrationPacing(60_000, 10_000);

    @Test
    void goesOnWhileLessAndLessIsLeft() {
        for (int second = 1; second < 60; second++) {
            assertThat(pacing.observe(at(second * 1_000L, 1_000 - second))).isInstanceOf(GoOn.class);
        }
    }

    @Test
    void abortsWhenTheTimeIsOver() {
        assertThat(pacing.observe(at(60_000, 1))).isEqualTo(new Abort(Cause.TIMEOUT, 60_000, 60_000));
    }

    @Test
    void abortsWhenNothingGetsBetter() {
        pacing.observe(at(1_000, 500));

        assertThat(pacing.observe(at(10_999, 500))).isInstanceOf(GoOn.class);
        assertThat(pacing.observe(at(11_000, 500))).isEqualTo(new Abort(Cause.NO_PROGRESS, 10_000, 10_000));
    }

    @Test
    void doesNotTakeTheStartOfANewPassForAStandstill() {
        pacing.observe(at(1_000, 100));
        pacing.observe(at(2_000, 900));

        assertThat(pacing.observe(at(10_000, 90))).isInstanceOf(GoOn.class);
        assertThat(pacing.observe(at(19_999, 400))).isInstanceOf(GoOn.class);
    }

    @Test
    void abortsAMigrationThatNeverBeginsToSend() {
        assertThat(pacing.observe(new MigrationStatistics(0, 0, 0, 0, 0, 0, 9_999, 0)))
                .isInstanceOf(GoOn.class);
        assertThat(pacing.observe(new MigrationStatistics(0, 0, 0, 0, 0, 0, 10_000, 0)))
                .isInstanceOf(Abort.class);
    }

    @Test
    void saysWhatToDoAboutIt() {
        for (Cause cause : Cause.values()) {
            assertThat(new Abort(cause, 11, 10).explained()).contains("11 ms", "10 ms", "allow more");
        }
    }

    @Test
    void refusesToWatchWithoutLimits() {
        assertThatThrownBy(() -> new MigrationPacing(0, 1))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        assertThatThrownBy(() -> new MigrationPacing(1, 0)).isInstanceOf(KvmherdException.class);
    }

    private static MigrationStatistics at(long elapsedMs, long remaining) {
        return new MigrationStatistics(1_000, 0, remaining, 10, 0, 1, elapsedMs, 0);
    }
}
