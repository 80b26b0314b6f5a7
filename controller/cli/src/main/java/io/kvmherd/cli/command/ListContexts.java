package io.kvmherd.cli.command;

import io.kvmherd.cli.context.Contexts;
import io.kvmherd.cli.output.ContextText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the controllers that the user has named. */
@Command(
        name = "list",
        header = "List the controllers that have names here; the one in use is marked.",
        footer = {"", "Example:", "  kvmherd context list"})
final class ListContexts implements Callable<Integer> {
    private final Session session;

    ListContexts(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Contexts contexts = session.contextFile().read();
        session.console().data(ContextText.table(contexts));
        return 0;
    }
}
