package io.kvmherd.cli.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether and how long to wait for an operation's end. */
final class WaitOptions {
    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Wait for the end and show progress; --no-wait returns at once.")
    private boolean wait = true;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "Longest wait, such as 90s, 10m or 2h (default 1h). The operation goes on after it.")
    private Duration timeout = Duration.ofHours(1);

    boolean wanted() {
        return wait;
    }

    long timeoutMs() {
        return timeout.toMillis();
    }
}
