package io.kvmherd.cli.command;

import io.kvmherd.common.model.Names;
import picocli.CommandLine.Option;

/** Why something is done, for those who read it later. */
final class ReasonOption {
    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; kept with the operation.")
    private String reason = "";

    String text() {
        return Names.requireText("reason", reason);
    }
}
