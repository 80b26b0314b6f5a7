package io.kvmherd.cli.command;

import io.kvmherd.cli.output.TokenText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists tokens. */
@Command(
        name = "list",
        header = "List the tokens; what makes them one is not shown again.",
        footer = {"", "Example:", "  kvmherd token list"})
final class ListTokens implements Callable<Integer> {
    private final Session session;

    ListTokens(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().tokens(), tokens -> TokenText.table(tokens.items()));
    }
}
