package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Cordons a host. */
@Command(
        name = "cordon",
        header = "Let a host take no new guests; those it has stay.",
        footer = {"", "Example:", "  kvmherd host cordon h1 --reason \"memory errors\""})
final class CordonHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    CordonHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().cordon(host.id(), reason.text()), HostText::duty);
    }
}
