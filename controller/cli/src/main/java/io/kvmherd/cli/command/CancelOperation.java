package io.kvmherd.cli.command;

import io.kvmherd.common.api.OperationResource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Cancels one operation. */
@Command(
        name = "cancel",
        header = "Ask an operation to end early.",
        description = {
            "It ends when both hosts are known to be in order; one that is past its point of no return succeeds "
                    + "instead."
        },
        footer = {"", "Example:", "  kvmherd operation cancel 0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21"})
final class CancelOperation implements Callable<Integer> {
    private final Session session;

    @Mixin
    private OperationArgument operation = new OperationArgument();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private WaitOptions wait = new WaitOptions();

    CancelOperation(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(
                session.controller().cancel(operation.id(), reason.text()), wait, OperationResource.State.CANCELLED);
    }
}
