package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Uncordons a host. */
@Command(
        name = "uncordon",
        header = "Let a host take guests again, after cordon or evacuate.",
        footer = {"", "Example:", "  kvmherd host uncordon h1"})
final class UncordonHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    UncordonHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().uncordon(host.id(), reason.text()), HostText::duty);
    }
}
