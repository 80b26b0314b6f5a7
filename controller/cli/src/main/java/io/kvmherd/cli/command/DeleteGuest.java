package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deletes a guest. */
@Command(
        name = "delete",
        header = "Remove the definition of a guest that is off; its volumes stay.",
        footer = {"", "Example:", "  kvmherd guest delete web-1 --dry-run", "  kvmherd guest delete web-1 -y"})
final class DeleteGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Mixin
    private ConfirmOption confirmed = new ConfirmOption();

    DeleteGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.onlyIfConfirmed(
                confirmed.given() || change.dryRun(),
                "Remove the definition of guest " + guest.nameOrId() + "? Its volumes stay.",
                () -> session.follow(
                        session.controller().delete(guest.nameOrId(), change.request()), change.waiting()));
    }
}
