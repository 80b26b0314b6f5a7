package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostText;
import io.kvmherd.common.api.ActionRequest;
import java.util.List;
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
                    + "managed guests, running or not, is not removed; neither is a silent one that has some."
        },
        footer = {"", "Example:", "  kvmherd host remove h1 --dry-run", "  kvmherd host remove h1 -y"})
final class RemoveHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Option(names = "--dry-run", description = "Only ask whether it could be removed.")
    private boolean dryRun;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private ConfirmOption confirmed = new ConfirmOption();

    RemoveHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ActionRequest request = new ActionRequest(reason.text(), dryRun);
        return session.onlyIfConfirmed(
                confirmed.given() || dryRun,
                "Take host " + host.id() + " out of the cluster?",
                () -> session.show(
                        session.controller().remove(host.id(), request),
                        shown -> dryRun
                                ? List.of("Nothing was done. Host " + host.id() + " can be removed.")
                                : HostText.membership(shown)));
    }
}
