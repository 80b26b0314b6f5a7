package io.kvmherd.cli.command;

import io.kvmherd.cli.output.ExplanationText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Explains a guest. */
@Command(
        name = "explain",
        header = "Say where a guest could be, and why not elsewhere.",
        footer = {"", "Example:", "  kvmherd guest explain web-1"})
final class ExplainGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    ExplainGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().explain(guest.nameOrId()), ExplanationText::ofGuest);
    }
}
