package io.kvmherd.cli.command;

import io.kvmherd.common.api.ActionRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What goes with everything that moves, starts or stops guests. */
final class ChangeOptions {
    @Option(names = "--dry-run", description = "Only show the plan; nothing is done. It can be applied by its id.")
    private boolean dryRun;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private WaitOptions wait = new WaitOptions();

    boolean dryRun() {
        return dryRun;
    }

    String reason() {
        return reason.text();
    }

    WaitOptions waiting() {
        return wait;
    }

    ActionRequest request() {
        return new ActionRequest(reason(), dryRun);
    }
}
