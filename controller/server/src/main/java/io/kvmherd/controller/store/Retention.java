package io.kvmherd.controller.store;

import io.kvmherd.controller.app.state.Lineage;
import io.kvmherd.controller.app.step.AppLimits;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** How much of the past is kept. */
final class Retention {
    /** Events kept for those who come back to watch. */
    static final int EVENTS = 100_000;

    /** Ended operations kept. */
    static final int OPERATIONS = 10_000;

    /** Pruned once in so many commits: counting what to keep costs more than most commits. */
    static final int EVERY_COMMITS = 256;

    /** Audit rows that one round looks at for their age: more than come between two rounds. */
    private static final int OLDEST_AUDIT = 10_000;

    private Retention() {}

    static void prune(Handle handle, AuditRetention audit, Instant now) {
        handle.execute("DELETE FROM audit WHERE number <= (SELECT MAX(number) FROM audit) - ?", audit.rows());
        handle.execute(
                "DELETE FROM audit WHERE number IN (SELECT number FROM audit ORDER BY number LIMIT ?) AND at < ?",
                OLDEST_AUDIT,
                now.minus(audit.age()).toEpochMilli());
        handle.execute("DELETE FROM term WHERE epoch <= (SELECT MAX(epoch) FROM term) - ?", Lineage.TERMS_KEPT);
        handle.execute("DELETE FROM event WHERE sequence <= (SELECT MAX(sequence) FROM event) - ?", EVENTS);
        handle.execute(
                "DELETE FROM operation WHERE state NOT IN ('QUEUED', 'RUNNING') AND id <= (SELECT id FROM operation"
                        + " WHERE state NOT IN ('QUEUED', 'RUNNING') ORDER BY id DESC LIMIT 1 OFFSET ?)",
                OPERATIONS);
        handle.execute(
                "DELETE FROM idempotency WHERE accepted_at < ?",
                now.minusSeconds(AppLimits.IDEMPOTENCY_SECONDS).toEpochMilli());
        handle.execute(
                "DELETE FROM plan WHERE expires_at < ? AND id NOT IN (" + RowReader.PLANS_IN_USE + ")",
                now.toEpochMilli());
    }
}
