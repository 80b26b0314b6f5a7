package io.kvmherd.cli.command;

import io.kvmherd.common.api.SpeedRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Bound what a migration that is going on may send each second. */
@Command(
        name = "speed",
        header = "Bound what a migration that is going on may send each second.",
        description = {"It holds until the migration has ended or is bounded anew; 0 takes the bound away."},
        footer = {"", "Example:", "  kvmherd operation speed 0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21 64"})
final class LimitMigration implements Callable<Integer> {
    private final Session session;

    @Mixin
    private OperationArgument operation = new OperationArgument();

    @Parameters(index = "1", paramLabel = "MIB_PER_S", description = "MiB a second; 0 for no bound.")
    private long mibPerSecond;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private WaitOptions wait = new WaitOptions();

    LimitMigration(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.follow(
                session.controller().limit(operation.id(), new SpeedRequest(mibPerSecond, reason.text())), wait);
    }
}
