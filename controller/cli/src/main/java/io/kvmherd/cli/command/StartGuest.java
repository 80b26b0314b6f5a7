package io.kvmherd.cli.command;

import io.kvmherd.cli.client.ControllerClient.GuestAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a guest. */
@Command(
        name = "start",
        header = "Start a guest.",
        footer = {"", "Example:", "  kvmherd guest start web-1"})
final class StartGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    StartGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(
                session.controller().act(guest.nameOrId(), GuestAction.START, change.request()), change.waiting());
    }
}
