package io.kvmherd.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints a domain XML; with -o json as a JSON text. */
@Command(
        name = "xml",
        header = "Print a guest's domain XML as its host has it now.",
        footer = {"", "Example:", "  kvmherd guest xml web-1"})
final class ShowGuestXml implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    ShowGuestXml(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().xml(guest.nameOrId()), xml -> List.of(xml.stripTrailing()));
    }
}
