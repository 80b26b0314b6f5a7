package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Chooses the controller for the commands that follow. */
@Command(
        name = "use",
        header = "Speak to this controller from now on.",
        footer = {"", "Example:", "  kvmherd context use lab", "  kvmherd context use local"})
final class UseContext implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The context's name; local is the controller on this machine.")
    private String name = "";

    UseContext(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.contextFile().write(session.contextFile().read().using(name));
        session.console().note("Commands now go to " + name + ".");
        return 0;
    }
}
