package io.kvmherd.cli.command;

import io.kvmherd.cli.output.PlanText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows a plan. */
@Command(
        name = "show",
        header = "Show a stored plan.",
        footer = {"", "Example:", "  kvmherd plan show 0195a3c2-11aa-7b6e-8a51-5b8de2b0a9f3"})
final class ShowPlan implements Callable<Integer> {
    private final Session session;

    @Mixin
    private PlanArgument plan = new PlanArgument();

    ShowPlan(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().plan(plan.id()), PlanText::lines);
    }
}
