package io.kvmherd.agent.core.migration;

import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import java.util.Optional;

/**
 * Watches one migration and says what to do about it: allow a longer pause, switch over before all memory is there, or
 * give it up.
 *
 * <p>Pre-copy sends memory in passes; each pass sends what the guest dirtied during the one before. What is left goes up
 * and down within a pass, and its lowest sample depends on when one looks, so to compare samples calls a healthy
 * migration stuck and a hopeless one lucky. We compare passes: a pass is as large as the most that was left in it. A
 * migration converges while passes become smaller by at least {@value #BETTER_PERCENT} percent. It has stalled when a pass
 * is no smaller than the best before it and the policy's time has gone by since the last sign of life: a smaller pass, a
 * stronger brake on the guest, or our own last action. A pass that takes longer than that time is waited for.
 *
 * <p>Each stall climbs one rung: 100, 200, 400, 800 ms of pause and so on up to what the policy allows. Above the last
 * rung comes post-copy if the policy allows it, and then the end, with both rates as the reason. QEMU's own brake on the
 * guest (auto-converge) cannot be switched on half way through libvirt, so it is on from the beginning where the policy
 * allows it; QEMU pulls it only while a guest does not converge.
 *
 * <p>Time comes from the statistics themselves, so a sample that is late or repeated does no harm. In post-copy nothing is
 * ever done: there is no way back.
 *
 * <p>Used by one thread at a time.
 */
public final class MigrationPacing {

    private static final long FIRST_DOWNTIME_MS = 100;
    private static final int BETTER_PERCENT = 4;
    private static final long MIB = 1_024L * 1_024;

    private final MigrationPolicy policy;
    private final long timeoutMs;
    private final long silenceMs;
    private long downtimeMs;
    private long pass;
    private long passBytes;
    private long bestPassBytes = Long.MAX_VALUE;
    private long throttlePercent;
    private long aliveAtMs;
    private long sentBytes;
    private long sentAtMs;
    private Optional<Pace> last = Optional.empty();

    /**
     * @param timeoutMs how long it may take altogether
     * @param silenceMs for how long nothing at all may be sent
     * @throws KvmherdException INVALID_INPUT unless both limits are above 0: a migration without a bound is not begun
     */
    public MigrationPacing(MigrationPolicy policy, long timeoutMs, long silenceMs) {
        if (timeoutMs <= 0 || silenceMs <= 0) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "a migration needs limits above 0; timeout is " + timeoutMs + " ms, no-progress limit is "
                            + silenceMs + " ms");
        }
        this.policy = policy;
        this.timeoutMs = timeoutMs;
        this.silenceMs = silenceMs;
    }

    /** How long the pause may be at the moment; 0 before the first sample. */
    public long downtimeMs() {
        return downtimeMs;
    }

    public Pace observe(MigrationStatistics now) {
        if (now.postCopy()) {
            return new Pace.GoOn();
        }
        if (last.isPresent()) {
            return last.get();
        }
        boolean passEnded = notice(now);
        if (now.elapsedMs() - sentAtMs >= silenceMs) {
            return finallyDo(new Pace.Abort(Reason.of(ReasonCode.MIGRATION_SENDS_NOTHING)
                    .with("afterMs", now.elapsedMs() - sentAtMs)
                    .with("limitMs", silenceMs)));
        }
        if (now.elapsedMs() >= timeoutMs) {
            return lastResort(Reason.of(ReasonCode.MIGRATION_TOOK_TOO_LONG)
                    .with("policy", policy.value())
                    .with("afterMs", now.elapsedMs())
                    .with("limitMs", timeoutMs));
        }
        if (downtimeMs == 0) {
            return allow(FIRST_DOWNTIME_MS, 0);
        }
        long stalledMs = now.elapsedMs() - aliveAtMs;
        boolean stalled = passEnded && stalledMs >= policy.terms().stallSeconds() * 1_000;
        return stalled ? climb(now, stalledMs) : new Pace.GoOn();
    }

    /** @return whether a pass that was no better than those before it is known whole */
    private boolean notice(MigrationStatistics now) {
        if (now.sentBytes() > sentBytes) {
            sentBytes = now.sentBytes();
            sentAtMs = now.elapsedMs();
        }
        if (now.throttlePercent() > throttlePercent) {
            throttlePercent = now.throttlePercent();
            aliveAtMs = now.elapsedMs();
        }
        // Before the first pass nothing is counted yet, and nothing left to send would look like the best ever.
        if (now.totalBytes() == 0) {
            aliveAtMs = now.elapsedMs();
            return false;
        }
        if (now.iteration() == pass) {
            passBytes = Math.max(passBytes, now.remainingBytes());
            return false;
        }
        boolean ended = pass > 0;
        boolean better = ended && isBetter(passBytes);
        if (better || !ended) {
            bestPassBytes = ended ? passBytes : bestPassBytes;
            aliveAtMs = now.elapsedMs();
        }
        pass = now.iteration();
        passBytes = now.remainingBytes();
        return ended && !better;
    }

    private boolean isBetter(long bytes) {
        return bestPassBytes == Long.MAX_VALUE || bytes < bestPassBytes - bestPassBytes / 100 * BETTER_PERCENT;
    }

    private Pace climb(MigrationStatistics now, long stalledMs) {
        aliveAtMs = now.elapsedMs();
        if (downtimeMs < policy.terms().downtimeMaxMs()) {
            return allow(downtimeMs * 2, stalledMs);
        }
        return lastResort(Reason.of(ReasonCode.MIGRATION_DOES_NOT_CONVERGE)
                .with("policy", policy.value())
                .with("dirtyMibPerSecond", now.dirtyBytesPerSecond() / MIB)
                .with("linkMibPerSecond", now.bytesPerSecond() / MIB)
                .with("downtimeMs", downtimeMs)
                .with("afterMs", now.elapsedMs()));
    }

    private Pace allow(long milliseconds, long stalledMs) {
        downtimeMs = Math.min(milliseconds, policy.terms().downtimeMaxMs());
        return new Pace.AllowDowntime(downtimeMs, stalledMs);
    }

    private Pace lastResort(Reason because) {
        return finallyDo(policy.terms().postCopy() ? new Pace.StartPostCopy(because) : new Pace.Abort(because));
    }

    /** Said again with every sample until it has had its effect: what is made of it is a request that may get lost. */
    private Pace finallyDo(Pace pace) {
        last = Optional.of(pace);
        return pace;
    }
}
