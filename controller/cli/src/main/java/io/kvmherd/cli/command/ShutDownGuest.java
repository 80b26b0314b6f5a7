package io.kvmherd.cli.command;

import io.kvmherd.cli.client.ControllerClient.GuestAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shuts a guest down. */
@Command(
        name = "shutdown",
        header = "Ask a guest's own system to shut down.",
        description = {"A guest that does not listen goes on running; the operation then fails and says so."},
        footer = {"", "Example:", "  kvmherd guest shutdown web-1"})
final class ShutDownGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    ShutDownGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(
                session.controller().act(guest.nameOrId(), GuestAction.SHUT_DOWN, change.request()), change.waiting());
    }
}
