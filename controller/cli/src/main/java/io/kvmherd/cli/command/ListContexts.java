package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.output.ContextColumns;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the controllers that the user has named. */
@Command(
        name = "list",
        header = "List the controllers that have names here; the one in use says so.",
        description = {"Columns: context, used, server, authority."},
        footer = {"", "Example:", "  kvmherd context list", "  kvmherd context list -l used=yes -o name"})
final class ListContexts implements Callable<Integer> {
    private final Session session;

    @Mixin
    private ListOptions rows = new ListOptions();

    ListContexts(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return rows.show(
                session,
                ContextColumns.LISTING,
                () -> new Answer.Given<>(
                        new Page<>(ContextColumns.rows(session.contextFile().read()), Optional.empty())));
    }
}
