package io.kvmherd.agent.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.migration.Pace.Abort;
import io.kvmherd.agent.core.migration.Pace.AllowDowntime;
import io.kvmherd.agent.core.migration.Pace.GoOn;
import io.kvmherd.agent.core.migration.Pace.StartPostCopy;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MigrationPacingTest {

    private static final long MIB = 1_024L * 1_024;
    private static final long TIMEOUT_MS = 800_000;
    private static final long SILENCE_MS = 30_000;

    /**
     * Series as QEMU 7.2 tells them. Each column is the guest's memory, what it dirties at once, the rate at which it does
     * so, and the rate of the link, in MiB; then what the policy makes of it.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    quiet guest          | gentle      | 1024 |    2 |   1 | 100 | 100
                    busy, fits           | normal      | 1024 |  256 |  40 | 100 | 100
                    set fits into 400 ms | normal      |  512 |   36 | 120 | 100 | 100 200 400
                    set fits into 400 ms | gentle      |  512 |   36 | 120 | 100 | 100 200 MIGRATION_DOES_NOT_CONVERGE
                    set fits into 800 ms | normal      |  512 |   72 | 120 | 100 | 100 200 400 800
                    never                | gentle      |  512 |  256 | 120 | 100 | 100 200 MIGRATION_DOES_NOT_CONVERGE
                    never                | normal      |  512 |  256 | 120 | 100 | 100 200 400 800 MIGRATION_DOES_NOT_CONVERGE
                    never                | must-finish |  512 |  256 | 120 | 100 | 100 200 400 800 POST_COPY
                    never, own ladder    | downtime=300,stall=5,post-copy | 512 | 256 | 120 | 100 | 100 200 300 POST_COPY
                    never, one rung      | downtime=50 |  512 |  256 | 120 | 100 | 50 MIGRATION_DOES_NOT_CONVERGE
                    passes of 100 s      | normal      | 20480 | 10240 | 120 | 100 | 100 200 400 800 MIGRATION_DOES_NOT_CONVERGE
                    """)
    void climbsItsLadderRungByRung(
            String story, String policy, long memory, long hot, long dirtyRate, long link, String expected) {
        List<String> done = new Series(memory, hot, dirtyRate, link).playedTo(policy);

        assertThat(String.join(" ", done)).as(story).isEqualTo(expected);
    }

    @Nested
    final class AStall {

        private final MigrationPacing pacing = pacing("normal");

        @Test
        void isNotSeenInTheMiddleOfAPass() {
            pacing.observe(at(1, 1, 900));

            for (int second = 2; second < 400; second++) {
                assertThat(pacing.observe(at(second, 1, 900 - second))).isInstanceOf(GoOn.class);
            }
        }

        @Test
        void isNotSeenWhilePassesBecomeSmaller() {
            pacing.observe(at(1, 1, 900));

            for (int pass = 2; pass < 12; pass++) {
                assertThat(pacing.observe(at(pass * 50L, pass, 900 - pass * 60L)))
                        .isInstanceOf(GoOn.class);
            }
        }

        @Test
        void isNotSeenWhileTheGuestIsSlowedDownFurther() {
            pacing.observe(at(1, 1, 900));

            for (int pass = 2; pass < 9; pass++) {
                MigrationStatistics slower = new MigrationStatistics(
                        1_000, pass * 1_000L, 500, 100, 120, pass, pass * 39_000L, 300, pass * 10L, 0, 0, false);
                assertThat(pacing.observe(slower)).isInstanceOf(GoOn.class);
            }
        }

        @Test
        void doesNotMistakeTheEndOfAPassForProgress() {
            pacing.observe(at(1, 1, 900));
            pacing.observe(at(10, 2, 500));
            pacing.observe(at(15, 2, 3));
            pacing.observe(at(20, 3, 500));
            pacing.observe(at(25, 3, 2));

            assertThat(pacing.observe(at(61, 4, 500))).isEqualTo(new AllowDowntime(200, 41_000));
        }
    }

    @Nested
    final class TheEnd {

        @Test
        void namesBothRatesWhenTheGuestIsTooFast() {
            List<Pace> said = new Series(512, 256, 120, 100).heardBy(pacing("gentle"));

            Reason reason = ((Abort) said.getLast()).because();
            assertThat(reason.names()).containsEntry("policy", "gentle");
            assertThat(reason.numbers())
                    .containsEntry("dirtyMibPerSecond", 120L)
                    .containsEntry("linkMibPerSecond", 100L)
                    .containsEntry("downtimeMs", 200L);
        }

        @Test
        void comesWhenTheTimeIsOver() {
            assertThat(pacing("normal").observe(at(800, 1, 5)))
                    .isEqualTo(new Abort(Reason.of(ReasonCode.MIGRATION_TOOK_TOO_LONG)
                            .with("policy", "normal")
                            .with("afterMs", 800_000)
                            .with("limitMs", TIMEOUT_MS)));
        }

        @Test
        void isPostCopyWhereThatIsAllowedWhenTheTimeIsOver() {
            assertThat(pacing("must-finish").observe(at(800, 1, 5))).isInstanceOf(StartPostCopy.class);
        }

        @Test
        void isAskedForAgainUntilItHasItsEffect() {
            MigrationPacing pacing = pacing("must-finish");
            pacing.observe(at(800, 1, 5));

            assertThat(pacing.observe(at(801, 1, 5))).isInstanceOf(StartPostCopy.class);
            assertThat(pacing.observe(inPostCopy(802))).isInstanceOf(GoOn.class);
        }

        @Test
        void comesWhenNothingIsSentAnyMore() {
            MigrationPacing pacing = pacing("must-finish");
            pacing.observe(sent(1, 500));

            assertThat(pacing.observe(sent(30, 500))).isInstanceOf(GoOn.class);
            assertThat(pacing.observe(sent(31, 500)))
                    .isEqualTo(new Abort(Reason.of(ReasonCode.MIGRATION_SENDS_NOTHING)
                            .with("afterMs", 30_000)
                            .with("limitMs", SILENCE_MS)));
        }

        @Test
        void comesToAMigrationThatNeverBeginsToSend() {
            MigrationPacing pacing = pacing("normal");

            assertThat(pacing.observe(nothingYet(1_000))).isInstanceOf(AllowDowntime.class);
            assertThat(pacing.observe(nothingYet(29_999))).isInstanceOf(GoOn.class);
            assertThat(pacing.observe(nothingYet(30_000))).isInstanceOf(Abort.class);
        }

        @Test
        void neverComesInPostCopy() {
            MigrationPacing pacing = pacing("gentle");

            for (int second = 1; second < 2_000; second += 100) {
                assertThat(pacing.observe(inPostCopy(second))).isInstanceOf(GoOn.class);
            }
        }
    }

    @Test
    void refusesToWatchWithoutLimits() {
        assertThatThrownBy(() -> new MigrationPacing(MigrationPolicy.NORMAL, 0, 1))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        assertThatThrownBy(() -> new MigrationPacing(MigrationPolicy.NORMAL, 1, 0))
                .isInstanceOf(KvmherdException.class);
    }

    private static MigrationPacing pacing(String policy) {
        return new MigrationPacing(new MigrationPolicy(policy), TIMEOUT_MS, SILENCE_MS);
    }

    private static MigrationStatistics at(long second, long pass, long remaining) {
        return new MigrationStatistics(1_000, second * 10, remaining, 10, 0, pass, second * 1_000, 0, 0, 0, 0, false);
    }

    private static MigrationStatistics sent(long second, long bytes) {
        return new MigrationStatistics(1_000, bytes, 500, 10, 0, 1, second * 1_000, 0, 0, 0, 0, false);
    }

    private static MigrationStatistics nothingYet(long elapsedMs) {
        return new MigrationStatistics(0, 0, 0, 0, 0, 0, elapsedMs, 0, 0, 0, 0, false);
    }

    private static MigrationStatistics inPostCopy(long second) {
        return new MigrationStatistics(1_000, 1, 500, 10, 0, 9, second * 1_000, 0, 0, 0, 0, true);
    }

    /**
     * A guest on its way over a link, sampled once a second, in MiB. QEMU counts what was dirtied at the end of a pass, and
     * only then decides whether to switch over.
     */
    private record Series(long memory, long hot, long dirtyRate, long link) {

        List<String> playedTo(String policy) {
            return heardBy(pacing(policy)).stream().map(Series::word).toList();
        }

        /** Everything but going on, until it ends: at the switch-over or by what was said last. */
        List<Pace> heardBy(MigrationPacing pacing) {
            List<Pace> said = new ArrayList<>();
            long left = memory;
            long passLength = memory;
            long pass = 1;
            for (long second = 1; second < TIMEOUT_MS; second++) {
                left -= link;
                boolean counted = left <= 0;
                if (counted) {
                    passLength = Math.min(hot, passLength * dirtyRate / link);
                    left = passLength;
                    pass++;
                }
                Pace pace = pacing.observe(new MigrationStatistics(
                        memory * MIB,
                        second * link * MIB,
                        left * MIB,
                        link * MIB,
                        dirtyRate * MIB,
                        pass,
                        second * 1_000,
                        0,
                        0,
                        0,
                        0,
                        false));
                if (!(pace instanceof GoOn)) {
                    said.add(pace);
                }
                boolean over = pace instanceof Abort || pace instanceof StartPostCopy;
                if (over || counted && left * 1_000 <= link * pacing.downtimeMs()) {
                    return said;
                }
            }
            return said;
        }

        private static String word(Pace pace) {
            return switch (pace) {
                case GoOn goOn -> "";
                case AllowDowntime allow -> Long.toString(allow.milliseconds());
                case StartPostCopy start -> "POST_COPY";
                case Abort abort -> abort.because().code().name();
            };
        }
    }
}
