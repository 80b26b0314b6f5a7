package io.kvmherd.cli.command;

import io.kvmherd.cli.client.ControllerClient.GuestAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Begins what brings a guest back to its wish. */
@Command(
        name = "restore",
        header = "Bring a guest that others changed back to what is wished.",
        description = {
            "A definition that somebody edited, renamed or removed is put back first; ask once more for what the guest"
                    + " does. What runs is not touched: its next start takes the definition."
        },
        footer = {"", "Example:", "  kvmherd guest restore web-1 --dry-run", "  kvmherd guest restore web-1"})
final class RestoreGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    RestoreGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(
                session.controller().act(guest.nameOrId(), GuestAction.RESTORE, change.request()), change.waiting());
    }
}
