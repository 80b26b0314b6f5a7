package io.kvmherd.cli.command;

import picocli.CommandLine.Command;

/** The noun; its verbs do the work. */
@Command(
        name = "token",
        header = "Access to the API from other machines.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  kvmherd token create backup --role viewer"})
@Verbs({CreateToken.class, ListTokens.class, RevokeToken.class})
final class TokenCommands {}
