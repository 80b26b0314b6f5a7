package io.kvmherd.cli.command;

import io.kvmherd.cli.output.DriftText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what others made of a guest's definition. */
@Command(
        name = "diff",
        header = "Show how a guest's definition differs from the one that was accepted.",
        description = {
            "Somebody edited it with virsh, virt-manager or another tool. First what changed in plain words, then the lines of"
                    + " its XML, with - before what was accepted and + before what is."
        },
        footer = {"", "Example:", "  kvmherd guest diff web-1"})
final class DiffGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    DiffGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().drift(guest.nameOrId()), DriftText::lines);
    }
}
