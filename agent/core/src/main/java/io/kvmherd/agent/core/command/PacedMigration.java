package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.migration.MigrationPacing;
import io.kvmherd.agent.core.migration.Pace;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.CommandResult.GivenUp;
import io.kvmherd.common.protocol.LinkMessage.MigrationPhase;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import java.util.List;
import java.util.function.Consumer;

/** A migration while it goes on: each sample is passed on, and what the pacing says is asked of the hypervisor. */
final class PacedMigration {

    private final Hypervisor hypervisor;
    private final GuestId guest;
    private final MigrationPacing pacing;
    private final CommandEnvelope envelope;
    private final Consumer<MigrationProgress> listener;
    /** Written by the adapter's thread while the command's one waits, read after the migration has returned. */
    private volatile Pace pace = new Pace.GoOn();

    PacedMigration(
            Hypervisor hypervisor,
            GuestId guest,
            MigrationPacing pacing,
            CommandEnvelope envelope,
            Consumer<MigrationProgress> listener) {
        this.hypervisor = hypervisor;
        this.guest = guest;
        this.pacing = pacing;
        this.envelope = envelope;
        this.listener = listener;
    }

    /** @param migration blocks until the migration has ended, and tells its samples to what it is given */
    CommandResult during(Consumer<Consumer<MigrationStatistics>> migration) {
        try {
            migration.accept(this::observe);
        } catch (KvmherdException e) {
            return pace instanceof Pace.Abort abort
                    ? new GivenUp(List.of(abort.because()), String.valueOf(e.getMessage()))
                    : new Failed(e.code(), String.valueOf(e.getMessage()));
        }
        return pace instanceof Pace.Abort abort ? new GivenUp(List.of(abort.because()), "") : new Done();
    }

    private void observe(MigrationStatistics now) {
        pace = pacing.observe(now);
        request(pace);
        listener.accept(new MigrationProgress(
                envelope.operation(),
                envelope.step(),
                phase(now),
                now.totalBytes(),
                now.sentBytes(),
                now.remainingBytes(),
                now.bytesPerSecond(),
                now.dirtyBytesPerSecond(),
                now.iteration(),
                now.elapsedMs(),
                now.downtimeMs(),
                pacing.downtimeMs(),
                now.throttlePercent(),
                now.diskTotalBytes(),
                now.diskSentBytes()));
    }

    private static MigrationPhase phase(MigrationStatistics now) {
        if (now.postCopy()) {
            return MigrationPhase.POST_COPY;
        }
        return now.totalBytes() == 0 ? MigrationPhase.PREPARING : MigrationPhase.COPYING;
    }

    private void request(Pace wanted) {
        try {
            switch (wanted) {
                case Pace.GoOn goOn -> {}
                case Pace.AllowDowntime allow -> hypervisor.allowDowntime(guest, allow.milliseconds());
                case Pace.StartPostCopy start -> hypervisor.startPostCopy(guest);
                case Pace.Abort abort -> hypervisor.abortMigration(guest);
            }
        } catch (KvmherdException ignored) {
            // Only a request: a longer pause is asked for at the next stall, the other two with the next sample; a
            // hypervisor that cannot be asked ends the migration's own call too, and that failure is the one to report.
        }
    }
}
