package io.kvmherd.cli.command;

import picocli.CommandLine.Command;

/** The noun; its verbs do the work. */
@Command(
        name = "plan",
        header = "Plans that --dry-run made.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  kvmherd plan show 0195a3c2-11aa-7b6e-8a51-5b8de2b0a9f3"})
@Verbs({ShowPlan.class, ApplyPlan.class})
final class PlanCommands {}
