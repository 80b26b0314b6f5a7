package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forgets a controller. */
@Command(
        name = "remove",
        header = "Forget a controller and the token for it.",
        description = {"The token goes on to hold: withdraw it with kvmherd token revoke."},
        footer = {"", "Example:", "  kvmherd context remove lab"})
final class RemoveContext implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The context's name.")
    private String name = "";

    RemoveContext(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.contextFile().write(session.contextFile().read().without(name));
        session.console().note("Context " + name + " is forgotten.");
        return 0;
    }
}
