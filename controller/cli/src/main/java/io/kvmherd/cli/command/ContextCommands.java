package io.kvmherd.cli.command;

import picocli.CommandLine.Command;

/** The noun; its verbs do the work. */
@Command(
        name = "context",
        header = "Which controller the command speaks to.",
        description = {
            "\"local\" is the one on this machine. Others are named once, with their address and a token, and then used "
                    + "with --context NAME or for all commands after: kvmherd context use NAME."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  kvmherd context add lab --server lab-1:7440 --authority ca.pem --token-file lab.token"
        })
@Verbs({AddContext.class, UseContext.class, ListContexts.class, RemoveContext.class})
final class ContextCommands {}
