package io.kvmherd.cli.command;

import io.kvmherd.cli.output.OperationText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows one operation. */
@Command(
        name = "show",
        header = "Show one operation in full.",
        footer = {"", "Example:", "  kvmherd operation show 0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21"})
final class ShowOperation implements Callable<Integer> {
    private final Session session;

    @Mixin
    private OperationArgument operation = new OperationArgument();

    ShowOperation(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().operation(operation.id()), OperationText::details);
    }
}
