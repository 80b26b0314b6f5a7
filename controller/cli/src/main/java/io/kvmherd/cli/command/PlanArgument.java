package io.kvmherd.cli.command;

import io.kvmherd.common.model.PlanId;
import picocli.CommandLine.Parameters;

/** The plan that a command is about. */
final class PlanArgument {
    // Mandatory, so the command line has set it before anybody asks.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "PLAN", description = "Id of the plan.")
    private PlanId id;

    PlanId id() {
        return id;
    }
}
