package io.kvmherd.cli.command;

import io.kvmherd.common.model.HostId;
import picocli.CommandLine.Parameters;

/** The host that a command is about. */
final class HostArgument {
    // Mandatory, so the command line has set it before anybody asks.
    @SuppressWarnings("NullAway.Init")
    @Parameters(index = "0", paramLabel = "HOST", description = "Name of the host.")
    private HostId id;

    HostId id() {
        return id;
    }
}
