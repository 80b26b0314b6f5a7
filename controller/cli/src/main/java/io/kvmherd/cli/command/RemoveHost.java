package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.output.HostText;
import io.kvmherd.cli.output.ReleaseText;
import io.kvmherd.cli.output.ReleaseText.Stage;
import io.kvmherd.common.api.ActionRequest;
import io.kvmherd.common.api.ReleaseList;
import io.kvmherd.common.api.ReleaseRequest;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes a host. */
@Command(
        name = "remove",
        header = "Take a drained host out of the cluster.",
        description = {
            "Nothing on the host is touched. Its agent is turned away until the host is added again. A host with "
                    + "managed guests, running or not, is not removed; neither is a silent one that has some.",
            "--release lets its guests go first, each as it is, and removes the host when all are. If one cannot be let go, "
                    + "it is named and the host stays in the cluster."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd host remove h1 --dry-run",
            "  kvmherd host remove h1 -y",
            "  kvmherd host remove h1 --release --dry-run"
        })
final class RemoveHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Option(names = "--dry-run", description = "Only ask whether it could be removed.")
    private boolean dryRun;

    @Option(names = "--release", description = "Let its guests go before, untouched: they stay on it.")
    private boolean release;

    @Mixin
    private WaitOptions waiting = new WaitOptions();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private ConfirmOption confirmed = new ConfirmOption();

    RemoveHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (release && !waiting.wanted()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "--release waits for its guests; leave --no-wait out, or release them first");
        }
        String question = "Take host " + host.id() + " out of the cluster"
                + (release ? ", and let its guests go as they are?" : "?");
        return session.onlyIfConfirmed(
                confirmed.given() || dryRun, question, release ? this::releaseAndRemove : this::remove);
    }

    private int remove() {
        ActionRequest request = new ActionRequest(reason.text(), dryRun);
        return session.show(
                session.controller().remove(host.id(), request),
                shown -> dryRun
                        ? List.of("Nothing was done. Host " + host.id() + " can be removed.")
                        : HostText.membership(shown));
    }

    private int releaseAndRemove() {
        ReleaseRequest request = new ReleaseRequest(Optional.of(host.id()), dryRun, reason.text());
        return switch (session.controller().release(request)) {
            case Answer.Refused<ReleaseList> refused -> session.complain(refused.complaint());
            case Answer.Given<ReleaseList> given -> removeAfter(given.value());
        };
    }

    private int removeAfter(ReleaseList releases) {
        if (releases.items().isEmpty()) {
            return remove();
        }
        Releasing releasing = new Releasing(session, waiting);
        boolean forPrograms = session.form().isForPrograms();
        if (!forPrograms) {
            releasing.show(releases, dryRun);
        }
        List<String> kept = releasing.kept(releases, dryRun);
        session.console().note(ReleaseText.summary(releases, kept.size(), Stage.of(dryRun, true)));
        boolean free = kept.isEmpty() && releases.left() == 0;
        if (free && !dryRun) {
            return remove();
        }
        if (forPrograms) {
            // A program gets one value: the host's if it goes, else what became of its guests.
            releasing.show(releases, dryRun);
        }
        if (free) {
            session.console().note("Nothing was done. Without these guests, host " + host.id() + " would be removed.");
            return ExitCode.DONE.number();
        }
        session.console()
                .note("Host " + host.id() + (dryRun ? " would stay" : " stays") + " in the cluster"
                        + (kept.isEmpty() ? "." : ": " + String.join(", ", kept) + " cannot be let go."));
        return Releasing.exit(releases, kept.size());
    }
}
