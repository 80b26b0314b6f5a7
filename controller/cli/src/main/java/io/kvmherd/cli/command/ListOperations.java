package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.output.OperationText;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.model.OperationId;
import java.util.Optional;
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

    @Option(names = "--before", paramLabel = "OPERATION", description = "Only those that are older than this one.")
    private Optional<OperationId> before = Optional.empty();

    ListOperations(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Answer<OperationList> answer = session.controller().operations(open, limit, before);
        int exit = session.show(answer, operations -> OperationText.table(operations.items()));
        if (answer instanceof Answer.Given<OperationList> given) {
            given.value().next().ifPresent(this::tellOfOlder);
        }
        return exit;
    }

    private void tellOfOlder(String last) {
        session.console().note("Older ones: kvmherd operation list" + (open ? " --open" : "") + " --before " + last);
    }
}
