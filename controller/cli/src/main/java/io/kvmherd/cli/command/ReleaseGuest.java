package io.kvmherd.cli.command;

import io.kvmherd.cli.client.ControllerClient.GuestAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a guest go. */
@Command(
        name = "release",
        header = "Manage a guest no longer; it stays as it is.",
        description = {
            "The guest is not stopped or changed. libvirt starts it with its host again if it did before it was adopted."
        },
        footer = {"", "Example:", "  kvmherd guest release web-1"})
final class ReleaseGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    ReleaseGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(
                session.controller().act(guest.nameOrId(), GuestAction.RELEASE, change.request()), change.waiting());
    }
}
