package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.Change;
import io.kvmherd.cli.output.HostText;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.RestoreRequest;
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
            description = "Guests to bring back afterwards, as kvmherd host restore does: none (default); "
                    + RestoreHost.WHICH)
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
        if (restoring == Restoring.HA && !wouldRestore()) {
            return restore();
        }
        Answer<HostResource> answer = session.controller().uncordon(host.id(), reason.text());
        if (restoring == Restoring.NONE) {
            return session.show(answer, HostText::duty);
        }
        return answer instanceof Answer.Refused<HostResource> refused
                ? session.complain(refused.complaint())
                : restore();
    }

    /** Asked beforehand, so that the host stays as it is where the restore that was wanted with it is refused. */
    private boolean wouldRestore() {
        return session.controller().restore(host.id(), request(true)) instanceof Answer.Given<Change>;
    }

    private int restore() {
        return session.follow(session.controller().restore(host.id(), request(false)), wait);
    }

    private RestoreRequest request(boolean dryRun) {
        return new RestoreRequest(reason.text(), dryRun, restoring.scope());
    }
}
