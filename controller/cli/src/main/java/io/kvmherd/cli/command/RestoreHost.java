package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings the guests of a host back to it. */
@Command(
        name = "restore",
        header = "Bring back, live, the guests that the newest evacuation moved off a host.",
        description = {
            "A guest that has been moved since stays where it is, and so does one that does not fit any more; each is "
                    + "reported with the reasons. The host must take guests again: see kvmherd host uncordon."
        },
        footer = {"", "Example:", "  kvmherd host restore h1 --dry-run", "  kvmherd host restore h1"})
final class RestoreHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    RestoreHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(session.controller().restore(host.id(), change.request()), change.waiting());
    }
}
