package io.kvmherd.cli.command;

import io.kvmherd.common.api.MigrateRequest;
import io.kvmherd.common.model.HostId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Migrates a guest. */
@Command(
        name = "migrate",
        header = "Move a running guest to another host without stopping it.",
        description = {"Never between CPUs of different makers; guest explain says which hosts could take it."},
        footer = {
            "",
            "Example:",
            "  kvmherd guest migrate web-1 --dry-run",
            "  kvmherd guest migrate web-1 --to h2 --reason \"new disk in h1\""
        })
final class MigrateGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Option(names = "--to", paramLabel = "HOST", description = "Where to; left out, the best host is chosen.")
    private Optional<HostId> to = Optional.empty();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    MigrateGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(
                session.controller()
                        .migrate(guest.nameOrId(), new MigrateRequest(to, change.reason(), change.dryRun())),
                change.waiting());
    }
}
