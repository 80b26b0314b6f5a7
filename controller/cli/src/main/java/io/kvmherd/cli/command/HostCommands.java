package io.kvmherd.cli.command;

import picocli.CommandLine.Command;

/** The noun; its verbs do the work. */
@Command(
        name = "host",
        header = "Hosts: what they have, and whether they take guests.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  kvmherd host list"})
@Verbs({
    ListHosts.class,
    ShowHost.class,
    SetHost.class,
    AddHost.class,
    RemoveHost.class,
    CordonHost.class,
    UncordonHost.class,
    EvacuateHost.class,
    RestoreHost.class,
    ExplainHost.class
})
final class HostCommands {}
