package io.kvmherd.cli.command;

import io.kvmherd.common.api.EvacuateRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Evacuates a host. */
@Command(
        name = "evacuate",
        header = "Move all guests off a host, live, and keep it empty.",
        description = {
            "A guest that can go nowhere stays and is reported with the reasons. Nothing is stopped, unless the "
                    + "guest itself was created with --cannot-move shut-down."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd host evacuate h1 --dry-run",
            "  kvmherd host evacuate h1 --copy-storage --dry-run",
            "  kvmherd host evacuate h1 -y --reason \"new disk\""
        })
final class EvacuateHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Mixin
    private CopyOption copy = new CopyOption();

    @Mixin
    private ConfirmOption confirmed = new ConfirmOption();

    EvacuateHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.onlyIfConfirmed(
                confirmed.given() || change.dryRun(),
                "Move all guests off host " + host.id() + " and keep it empty?",
                () -> session.follow(
                        session.controller()
                                .evacuate(
                                        host.id(), new EvacuateRequest(change.reason(), change.dryRun(), copy.given())),
                        change.waiting()));
    }
}
