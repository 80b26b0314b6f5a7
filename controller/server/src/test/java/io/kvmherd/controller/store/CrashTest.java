package io.kvmherd.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process with SIGKILL while it commits, again and again on the same files. */
final class CrashTest {
    private static final int KILLS = 3;
    private static final int MOST_COMMITS = 80;
    private static final String CONFIRMED = "committed ";
    private static final long SEED = Long.getLong("kvmherd.seed", new Random().nextLong());

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aKilledProcessLosesNothingThatACommitReturnedFrom() throws IOException, InterruptedException {
        System.out.println("seed of the kills: -Dkvmherd.seed=" + SEED);
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            long confirmed = commitUntilKilledAfter(1 + random.nextInt(MOST_COMMITS));
            String when = "seed " + SEED + ", kill " + kill;

            try (SqlStore store = SqlStore.open(folder, () -> Instant.EPOCH)) {
                long stored = store.load().eventSequence();
                assertThat(stored).as(when).isBetween(confirmed, confirmed + 1);
                assertThat(store.eventsAfter(0, 100_000)).as(when).hasSize((int) stored);
                assertThat(store.load().journalSequence()).as(when).isEqualTo(stored);
            }
        }
    }

    private long commitUntilKilledAfter(int commits) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path", "."),
                        CommittingProcess.class.getName(),
                        folder.toString())
                .redirectError(new File("/dev/null"))
                .start();
        try (BufferedReader said = process.inputReader()) {
            long confirmed = 0;
            for (int seen = 0; seen < commits; ) {
                String line = said.readLine();
                assertThat(line).as("the child's next line").isNotNull();
                if (line.startsWith(CONFIRMED)) {
                    confirmed = Long.parseLong(line.substring(CONFIRMED.length()));
                    seen++;
                }
            }
            // Not of the process itself, which would close what it says.
            process.toHandle().destroyForcibly();
            return saidUntilItsDeath(said, confirmed);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The signal takes a moment; what the child says in it is confirmed as well. Its last line may lack its end. */
    private static long saidUntilItsDeath(BufferedReader said, long before) throws IOException {
        long confirmed = before;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(CONFIRMED) && line.length() > CONFIRMED.length()) {
                confirmed = Math.max(confirmed, Long.parseLong(line.substring(CONFIRMED.length())));
            }
        }
        return confirmed;
    }
}
