package io.kvmherd.cli.command;

import io.kvmherd.cli.output.GuestText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows one guest. */
@Command(
        name = "show",
        header = "Show one guest in full.",
        footer = {"", "Example:", "  kvmherd guest show web-1"})
final class ShowGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    ShowGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().guest(guest.nameOrId()), GuestText::details);
    }
}
