package io.kvmherd.cli.command;

import io.kvmherd.cli.output.OperationColumns;
import io.kvmherd.common.model.OperationId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists operations. */
@Command(
        name = "list",
        header = "List operations, newest first.",
        description = {
            "A selector picks among the newest ones, as many as --limit says.",
            "",
            "Columns: operation, what, state, created; with -o wide also kind, guest, host, from, to, phase, ended, "
                    + "failure, by, reason."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd operation list --open",
            "  kvmherd operation list --limit 500 -l kind=migrate,state=failed --columns guest,from,to,ended"
        })
final class ListOperations implements Callable<Integer> {
    private final Session session;

    @Mixin
    private ListOptions rows = new ListOptions();

    @Option(names = "--open", description = "Only those that have not ended.")
    private boolean open;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most this many, up to 500 (default 50).")
    private int limit = 50;

    @Option(names = "--before", paramLabel = "OPERATION", description = "Only those that are older than this one.")
    private Optional<OperationId> before = Optional.empty();

    ListOperations(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return rows.show(
                session,
                OperationColumns.LISTING,
                () -> session.controller()
                        .operations(open, limit, before)
                        .map(operations -> new Page<>(operations.items(), operations.next())),
                this::tellOfOlder);
    }

    private void tellOfOlder(String last) {
        session.console().note("Older ones: kvmherd operation list" + (open ? " --open" : "") + " --before " + last);
    }
}
