package io.kvmherd.controller.app.step;

import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import java.util.function.Predicate;

/**
 * What one migration may send, where hosts have a limit for all of theirs together: the migrations out of a host share its
 * limit evenly, those into a host likewise, and the smaller share counts. A share changes when a migration begins or ends;
 * then the others are bounded anew.
 *
 * <p>Every open migration counts from its beginning, before it sends: so the limit holds at the moment when two send, at the
 * price of a second or two in which the first has less than it could.
 */
final class MigrationShares {
    private MigrationShares() {}

    /** 0 for no bound. */
    static long share(Turn turn, OperationRecord operation) {
        long own = operation.course().map(MigrationCourse::limitMibPerSecond).orElse(0L);
        long ofHost = turn.view().settings().migrationHostLimitMibPerSecond();
        if (ofHost == 0) {
            return own;
        }
        long out = count(turn, other -> other.host().equals(operation.host()));
        long in = count(turn, other -> other.destination().equals(operation.destination()));
        long share = Math.max(1, ofHost / Math.max(1, Math.max(out, in)));
        return own == 0 ? share : Math.min(own, share);
    }

    /** Bounds those anew whose share has changed. One that has not told anything yet may not be sending yet. */
    static void tick(Turn turn) {
        for (OperationEntry entry : turn.openOperationsNow()) {
            boolean sends = entry.record().kind() == OperationKind.MIGRATE
                    && Operations.isSending(entry)
                    && entry.progress().isPresent()
                    && !entry.isInPostCopy()
                    && !turn.inquiries().containsKey(entry.record().id());
            long share = sends ? share(turn, entry.record()) : bound(entry.record());
            if (share != bound(entry.record())) {
                Operations.besides(
                        turn,
                        entry.with(entry.record().bounded(share)),
                        new AgentCommand.LimitMigration(entry.record().guest().orElseThrow(), share));
            }
        }
    }

    private static long bound(OperationRecord operation) {
        return operation.course().map(MigrationCourse::boundMibPerSecond).orElse(0L);
    }

    private static long count(Turn turn, Predicate<OperationRecord> which) {
        return turn.openOperations().stream()
                .map(OperationEntry::record)
                .filter(operation -> operation.kind() == OperationKind.MIGRATE && which.test(operation))
                .count();
    }
}
