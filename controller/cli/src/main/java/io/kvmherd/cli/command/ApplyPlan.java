package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Applies a plan. */
@Command(
        name = "apply",
        header = "Carry out a stored plan that still holds.",
        description = {"It is checked again on the newest picture first, and refused if it does not hold there."},
        footer = {"", "Example:", "  kvmherd plan apply 0195a3c2-11aa-7b6e-8a51-5b8de2b0a9f3"})
final class ApplyPlan implements Callable<Integer> {
    private final Session session;

    @Mixin
    private PlanArgument plan = new PlanArgument();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private WaitOptions wait = new WaitOptions();

    ApplyPlan(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(session.controller().apply(plan.id(), reason.text()), wait);
    }
}
