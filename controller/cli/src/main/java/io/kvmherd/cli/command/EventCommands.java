package io.kvmherd.cli.command;

import picocli.CommandLine.Command;

/** The noun; its verbs do the work. */
@Command(
        name = "event",
        header = "What changes, as it changes.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  kvmherd event watch"})
@Verbs({WatchEvents.class})
final class EventCommands {}
