package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a removed host join again. */
@Command(
        name = "add",
        header = "Let a host that was removed join again.",
        description = "A host that was never removed needs no adding: it joins when its agent dials in.",
        footer = {"", "Example:", "  kvmherd host add h1"})
final class AddHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    AddHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().add(host.id(), reason.text()), HostText::membership);
    }
}
