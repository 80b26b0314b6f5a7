package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows one host. */
@Command(
        name = "show",
        header = "Show one host in full.",
        footer = {"", "Example:", "  kvmherd host show h1"})
final class ShowHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    ShowHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().host(host.id()), HostText::details);
    }
}
