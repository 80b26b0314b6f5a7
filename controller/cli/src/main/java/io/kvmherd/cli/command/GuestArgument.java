package io.kvmherd.cli.command;

import picocli.CommandLine.Parameters;

/** The guest that a command is about. */
final class GuestArgument {
    // Mandatory, so the command line has set it before anybody asks.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "GUEST", description = "Name or id of the guest.")
    private String nameOrId;

    String nameOrId() {
        return nameOrId;
    }
}
