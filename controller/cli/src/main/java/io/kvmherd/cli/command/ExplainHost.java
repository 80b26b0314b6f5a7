package io.kvmherd.cli.command;

import io.kvmherd.cli.output.ExplanationText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Explains a host. */
@Command(
        name = "explain",
        header = "Say why a host takes no guests, and which of its own could leave.",
        footer = {"", "Example:", "  kvmherd host explain h1"})
final class ExplainHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    ExplainHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().explain(host.id()), ExplanationText::ofHost);
    }
}
