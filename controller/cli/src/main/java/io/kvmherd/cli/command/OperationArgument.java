package io.kvmherd.cli.command;

import io.kvmherd.common.model.OperationId;
import picocli.CommandLine.Parameters;

/** The operation that a command is about. */
final class OperationArgument {
    // Mandatory, so the command line has set it before anybody asks.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "OPERATION", description = "Id of the operation.")
    private OperationId id;

    OperationId id() {
        return id;
    }
}
