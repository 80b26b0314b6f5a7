package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.output.ExplanationText;
import io.kvmherd.cli.output.HostText;
import io.kvmherd.common.api.HostExplanationResource;
import io.kvmherd.common.api.HostResource;
import java.util.ArrayList;
import java.util.List;
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
        return session.show(session.controller().host(host.id()), this::details);
    }

    /** With the guests that could go nowhere; a page without them is better than none. */
    private List<String> details(HostResource shown) {
        List<String> lines = new ArrayList<>(HostText.details(shown));
        if (session.controller().explain(shown.name()) instanceof Answer.Given<HostExplanationResource> given) {
            lines.addAll(ExplanationText.reach(given.value()));
        }
        return lines;
    }
}
