package io.kvmherd.cli.command;

import io.kvmherd.common.model.OperationId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches one operation or all events. */
@Command(
        name = "watch",
        header = "Watch an operation, or everything that changes.",
        footer = {"", "Example:", "  kvmherd watch", "  kvmherd watch 0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21"})
final class Watch implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "OPERATION",
            arity = "0..1",
            defaultValue = Option.NULL_VALUE,
            description = "Id of the operation; left out, all events are shown.")
    private Optional<OperationId> operation = Optional.empty();

    @Mixin
    private EventOptions events = new EventOptions();

    @Mixin
    private WaitOptions wait = new WaitOptions();

    Watch(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return operation.isPresent() ? session.watch(operation.get(), wait) : events.listen(session);
    }
}
