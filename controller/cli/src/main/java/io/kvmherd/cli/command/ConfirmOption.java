package io.kvmherd.cli.command;

import picocli.CommandLine.Option;

/** The answer to a question that would be asked. */
final class ConfirmOption {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where standard input is no terminal.")
    private boolean yes;

    boolean given() {
        return yes;
    }
}
