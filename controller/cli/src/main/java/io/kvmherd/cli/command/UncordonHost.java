package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.output.HostText;
import io.kvmherd.common.api.ActionRequest;
import io.kvmherd.common.api.HostResource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Uncordons a host. */
@Command(
        name = "uncordon",
        header = "Let a host take guests again, after cordon or evacuate.",
        footer = {"", "Example:", "  kvmherd host uncordon h1", "  kvmherd host uncordon h1 --restore all"})
final class UncordonHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Option(
            names = "--restore",
            paramLabel = "WHICH",
            defaultValue = "none",
            description = "Guests to bring back afterwards: none (default), or all that the newest evacuation moved "
                    + "away, as kvmherd host restore does.")
    private Restoring restoring = Restoring.NONE;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private WaitOptions wait = new WaitOptions();

    UncordonHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Answer<HostResource> answer = session.controller().uncordon(host.id(), reason.text());
        return switch (restoring) {
            case NONE -> session.show(answer, HostText::duty);
            case ALL ->
                answer instanceof Answer.Refused<HostResource> refused
                        ? session.complain(refused.complaint())
                        : restore();
        };
    }

    private int restore() {
        return session.follow(session.controller().restore(host.id(), new ActionRequest(reason.text(), false)), wait);
    }
}
