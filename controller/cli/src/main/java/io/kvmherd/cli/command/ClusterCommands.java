package io.kvmherd.cli.command;

import picocli.CommandLine.Command;

/** The noun; its verbs do the work. */
@Command(
        name = "cluster",
        header = "The cluster as a whole.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  kvmherd cluster status"})
@Verbs({ShowStatus.class, SetCluster.class})
final class ClusterCommands {}
