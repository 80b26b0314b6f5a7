package io.kvmherd.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.testing.KilledProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with SIGKILL while it appends and rewrites, again and again on the same file. The kernel outlives it, so
 * this shows what the process promises, not what the disk does; that is {@link GuardLogDamageTest}.
 */
final class FileGuardLogKillTest {
    private static final int KILLS = 20;
    private static final int MOST_LINES = 60;
    private static final long SEED = Long.getLong("kvmherd.seed", new Random().nextLong());

    private static final KilledProcess APPENDING = new KilledProcess(AppendingProcess.class, "", List.of());

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aKilledProcessLosesNothingThatAnAppendReturnedFrom() throws IOException, InterruptedException {
        System.out.println("seed of the kills: -Dkvmherd.seed=" + SEED);
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            long acknowledged = APPENDING.after(1 + random.nextInt(MOST_LINES), folder);

            List<byte[]> records = reopened();

            String when = "seed " + SEED + ", kill " + kill + ", acknowledged " + acknowledged;
            long last = AppendingProcess.number(records.getLast());
            assertThat(last).as(when).isBetween(acknowledged, acknowledged + 1);
            assertThat(records).as(when).hasSizeGreaterThanOrEqualTo((int) Math.min(last, AppendingProcess.KEPT));
            for (int i = 0; i < records.size(); i++) {
                assertThat(records.get(i)).as(when).isEqualTo(AppendingProcess.record(last - records.size() + 1 + i));
            }
        }
    }

    private List<byte[]> reopened() {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            return log.read();
        }
    }
}
