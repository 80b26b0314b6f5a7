package io.kvmherd.cli.command;

import picocli.CommandLine.Command;

/** The noun; its verbs do the work. */
@Command(
        name = "operation",
        header = "Operations: what is being done and how it ended.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  kvmherd operation list --open"})
@Verbs({
    ListOperations.class,
    ShowOperation.class,
    WatchOperation.class,
    CancelOperation.class,
    StartPostCopy.class,
    LimitMigration.class
})
final class OperationCommands {}
