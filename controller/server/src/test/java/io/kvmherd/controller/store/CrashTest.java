package io.kvmherd.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.testing.KilledProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process with SIGKILL while it commits, again and again on the same files. */
final class CrashTest {
    private static final int KILLS = 3;
    private static final int MOST_COMMITS = 80;
    private static final long SEED = Long.getLong("kvmherd.seed", new Random().nextLong());

    private static final KilledProcess COMMITTING =
            new KilledProcess(CommittingProcess.class, "committed ", List.of("--enable-native-access=ALL-UNNAMED"));

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aKilledProcessLosesNothingThatACommitReturnedFrom() throws IOException, InterruptedException {
        System.out.println("seed of the kills: -Dkvmherd.seed=" + SEED);
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            long confirmed = COMMITTING.after(1 + random.nextInt(MOST_COMMITS), folder);
            String when = "seed " + SEED + ", kill " + kill;

            try (SqlStore store = SqlStore.open(folder, () -> Instant.EPOCH)) {
                long stored = store.load().eventSequence();
                assertThat(stored).as(when).isBetween(confirmed, confirmed + 1);
                assertThat(store.eventsAfter(0, 100_000)).as(when).hasSize((int) stored);
                assertThat(store.load().journalSequence()).as(when).isEqualTo(stored);
            }
        }
    }
}
