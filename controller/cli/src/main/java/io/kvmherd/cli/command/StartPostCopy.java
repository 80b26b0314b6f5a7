package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Switch a migration over now. */
@Command(
        name = "postcopy",
        header = "Switch a migration over now; the rest of the memory follows.",
        description = {
            "The guest runs at its destination at once. From then on there is no way back: a connection that breaks "
                    + "before all of its memory is there stops the guest. Only where the migration's policy allows it."
        },
        footer = {"", "Example:", "  kvmherd operation postcopy 0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21"})
final class StartPostCopy implements Callable<Integer> {
    private final Session session;

    @Mixin
    private OperationArgument operation = new OperationArgument();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private WaitOptions wait = new WaitOptions();

    StartPostCopy(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(session.controller().startPostCopy(operation.id(), reason.text()), wait);
    }
}
