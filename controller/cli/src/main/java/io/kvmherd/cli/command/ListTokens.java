package io.kvmherd.cli.command;

import io.kvmherd.cli.output.TokenColumns;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists tokens. */
@Command(
        name = "list",
        header = "List the tokens; what makes them one is not shown again.",
        description = {"Columns: token, role, by, made, until; with -o wide also expired."},
        footer = {"", "Example:", "  kvmherd token list", "  kvmherd token list -l expired=yes -o name"})
final class ListTokens implements Callable<Integer> {
    private final Session session;

    @Mixin
    private ListOptions rows = new ListOptions();

    ListTokens(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return rows.show(
                session,
                TokenColumns.LISTING,
                () -> session.controller().tokens().map(tokens -> new Page<>(tokens.items(), Optional.empty())));
    }
}
