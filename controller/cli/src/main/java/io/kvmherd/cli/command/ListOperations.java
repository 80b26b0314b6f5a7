package io.kvmherd.cli.command;

import io.kvmherd.cli.output.OperationText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists operations. */
@Command(
        name = "list",
        header = "List operations, newest first.",
        footer = {"", "Example:", "  kvmherd operation list --open"})
final class ListOperations implements Callable<Integer> {
    private final Session session;

    @Option(names = "--open", description = "Only those that have not ended.")
    private boolean open;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most this many, up to 500 (default 50).")
    private int limit = 50;

    ListOperations(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(
                session.controller().operations(open, limit), operations -> OperationText.table(operations.items()));
    }
}
