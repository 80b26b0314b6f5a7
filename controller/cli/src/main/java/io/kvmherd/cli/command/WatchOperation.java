package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Watches one operation. */
@Command(
        name = "watch",
        header = "Wait for an operation's end and show how it goes on.",
        description = {"Ctrl-C ends the watching, not the operation."},
        footer = {"", "Example:", "  kvmherd operation watch 0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21"})
final class WatchOperation implements Callable<Integer> {
    private final Session session;

    @Mixin
    private OperationArgument operation = new OperationArgument();

    @Mixin
    private WaitOptions wait = new WaitOptions();

    WatchOperation(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.watch(operation.id(), wait);
    }
}
