package io.kvmherd.cli.command;

import io.kvmherd.cli.output.GuestText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes a guest as it is. */
@Command(
        name = "accept",
        header = "Take a guest as others left it: what it is becomes what is wished.",
        description = {
            "A definition that somebody edited counts from now on, and the specification follows it; a new name is taken if"
                    + " it is free. Nothing changes on the host, except that the agent takes over an adopted guest's"
                    + " autostart. See kvmherd guest diff first."
        },
        footer = {"", "Example:", "  kvmherd guest accept web-1"})
final class AcceptGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    AcceptGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().accept(guest.nameOrId(), reason.text()), GuestText::details);
    }
}
