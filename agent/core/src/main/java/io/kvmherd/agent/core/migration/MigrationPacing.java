package io.kvmherd.agent.core.migration;

import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;

/**
 * Watches one migration and says when to give it up.
 *
 * <p>Time comes from the statistics themselves, so a sample that is late or repeated does no harm. Progress is a new
 * lowest amount left to send: the amount goes up again with every pass over memory, so to compare it with the sample
 * before would call a healthy migration stuck.
 *
 * <p>Used by one thread at a time.
 */
public final class MigrationPacing {

    private final long timeoutMs;
    private final long noProgressMs;
    private long lowestRemainingBytes = Long.MAX_VALUE;
    private long lowestAtMs;

    /** @throws KvmherdException INVALID_INPUT unless both limits are above 0: a migration without a bound is not begun */
    public MigrationPacing(long timeoutMs, long noProgressMs) {
        if (timeoutMs <= 0 || noProgressMs <= 0) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "a migration needs limits above 0; timeout is " + timeoutMs + " ms, no-progress limit is "
                            + noProgressMs + " ms");
        }
        this.timeoutMs = timeoutMs;
        this.noProgressMs = noProgressMs;
    }

    public Pace observe(MigrationStatistics statistics) {
        long elapsedMs = statistics.elapsedMs();
        // Before the first pass nothing is counted yet, and nothing left to send would look like the best ever.
        if (statistics.totalBytes() > 0 && statistics.remainingBytes() < lowestRemainingBytes) {
            lowestRemainingBytes = statistics.remainingBytes();
            lowestAtMs = elapsedMs;
        }
        if (elapsedMs >= timeoutMs) {
            return new Pace.Abort(Pace.Cause.TIMEOUT, elapsedMs, timeoutMs);
        }
        long stuckMs = elapsedMs - lowestAtMs;
        if (stuckMs >= noProgressMs) {
            return new Pace.Abort(Pace.Cause.NO_PROGRESS, stuckMs, noProgressMs);
        }
        return new Pace.GoOn();
    }
}
