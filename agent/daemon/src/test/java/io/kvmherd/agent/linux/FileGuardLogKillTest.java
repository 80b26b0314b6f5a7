package io.kvmherd.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
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

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aKilledProcessLosesNothingThatAnAppendReturnedFrom() throws IOException, InterruptedException {
        System.out.println("seed of the kills: -Dkvmherd.seed=" + SEED);
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            long acknowledged = appendUntilKilledAfter(1 + random.nextInt(MOST_LINES));

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

    /** The signal takes a moment; what the child says in it is acknowledged as well. Its last line may lack its end. */
    private static long saidUntilItsDeath(BufferedReader said, long before) throws IOException {
        long acknowledged = before;
        for (String line = said.readLine(); line != null && !line.isEmpty(); line = said.readLine()) {
            acknowledged = Math.max(acknowledged, Long.parseLong(line));
        }
        return acknowledged;
    }

    private List<byte[]> reopened() {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            return log.read();
        }
    }

    private long appendUntilKilledAfter(int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path", "."),
                        AppendingProcess.class.getName(),
                        folder.toString())
                .redirectError(new File("/dev/null"))
                .start();
        try (BufferedReader said = process.inputReader()) {
            long acknowledged = 0;
            for (int seen = 0; seen < lines; seen++) {
                String line = said.readLine();
                assertThat(line).as("the child's next line").isNotNull();
                acknowledged = Long.parseLong(line);
            }
            // Not of the process itself, which would close what it says.
            process.toHandle().destroyForcibly();
            return saidUntilItsDeath(said, acknowledged);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
