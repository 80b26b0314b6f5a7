package io.kvmherd.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process with SIGKILL while it commits, again and again on the same files. */
final class CrashTest {
    private static final int ROUNDS = 3;
    private static final int COMMITS_EACH = 40;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aKilledProcessLosesNothingThatACommitReturnedFrom() throws IOException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            long confirmed = commitUntilKilled();

            try (SqlStore store = SqlStore.open(folder, () -> Instant.EPOCH)) {
                long stored = store.load().eventSequence();
                assertThat(stored).isBetween(confirmed, confirmed + COMMITS_EACH * 100L);
                assertThat(store.eventsAfter(0, 100_000)).hasSize((int) stored);
                assertThat(store.load().journalSequence()).isEqualTo(stored);
            }
        }
    }

    private long commitUntilKilled() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path", "."),
                        CommittingProcess.class.getName(),
                        folder.toString())
                .redirectError(new File("/dev/null"))
                .start();
        try (BufferedReader said = process.inputReader()) {
            long confirmed = 0;
            for (int seen = 0; seen < COMMITS_EACH; ) {
                String line = said.readLine();
                assertThat(line).as("the child's next line").isNotNull();
                if (line.startsWith("committed ")) {
                    confirmed = Long.parseLong(line.substring("committed ".length()));
                    seen++;
                }
            }
            process.destroyForcibly();
            return confirmed;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
