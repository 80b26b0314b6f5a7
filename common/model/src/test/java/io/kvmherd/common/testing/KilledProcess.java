package io.kvmherd.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that writes to disk and says the number of each write that returned, until it is killed with SIGKILL.
 *
 * @param main its class, which takes the folder to write to
 * @param acknowledged how a line begins that says such a number; others are passed over
 * @param flags of its Java, besides those that make it start fast
 */
public record KilledProcess(Class<?> main, String acknowledged, List<String> flags) {
    /**
     * Lets it write so many times and kills it at once. Blocks until it is gone.
     *
     * @return the highest number that it said, also between the signal and its death
     */
    public long after(int writes, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(folder))
                .redirectError(new File("/dev/null"))
                .start();
        try (BufferedReader said = process.inputReader()) {
            long highest = 0;
            for (int seen = 0; seen < writes; ) {
                String line = said.readLine();
                assertThat(line).as("the child's next line").isNotNull();
                if (isNumbered(line)) {
                    highest = number(line);
                    seen++;
                }
            }
            // Not of the process itself, which would close what it says.
            process.toHandle().destroyForcibly();
            return saidUntilItsDeath(said, highest);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> command(Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "."), main.getName(), folder.toString()));
        return command;
    }

    /** The signal takes a moment; what the child says in it is acknowledged as well. Its last line may lack its end. */
    private long saidUntilItsDeath(BufferedReader said, long before) throws IOException {
        long highest = before;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (isNumbered(line)) {
                highest = Math.max(highest, number(line));
            }
        }
        return highest;
    }

    private boolean isNumbered(String line) {
        return line.startsWith(acknowledged) && line.length() > acknowledged.length();
    }

    private long number(String line) {
        return Long.parseLong(line.substring(acknowledged.length()));
    }
}
