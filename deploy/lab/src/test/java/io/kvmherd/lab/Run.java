package io.kvmherd.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program: what it wrote and how it ended. Output goes through files, because a program that leaves a
 * process behind would keep a pipe open for ever.
 */
record Run(List<String> command, int exit, String out, String err) {

    /** Blocks until the program ends; one that does not within the limit is killed, and that is a failure of the test. */
    static Run of(Duration limit, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("run", ".out");
            Path err = Files.createTempFile("run", ".err");
            try {
                return run(limit, environment, command, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Run run(Duration limit, Map<String, String> environment, List<String> command, Path out, Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("did not end within " + limit + ": " + String.join(" ", command) + "\n"
                        + Files.readString(out) + Files.readString(err));
            }
            return new Run(command, process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Itself, if the program ended well. */
    Run succeeded() {
        if (exit != 0) {
            throw new AssertionError("exit status " + exit + " of: " + String.join(" ", command) + "\n" + out + err);
        }
        return this;
    }
}
