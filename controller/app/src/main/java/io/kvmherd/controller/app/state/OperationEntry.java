package io.kvmherd.controller.app.state;

import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import java.util.Optional;

/**
 * An operation: what lasts and what is known of it at the moment.
 *
 * @param beganMs when this process first saw it; deadlines count from here, so a restart gives it new time
 * @param notBeforeMs when the current phase's command may be sent; of a parent, when it last began or ended something
 * @param sent whether that command has left on the link that is open now
 * @param proving pool that the current proof is about; chosen anew after a restart
 * @param described what DESCRIBE told; asked anew after a restart
 * @param source what INSPECT_SOURCE saw, for the judgement; asked anew after a restart
 * @param doubtSinceMs since when the source's copy hangs paused while the destination runs, 0 while it does not
 * @param alarmed whether a double run was announced
 * @param aborting whether the source was asked to abort because the deadline passed
 * @param progress last progress of a migration
 */
public record OperationEntry(
        OperationRecord record,
        long beganMs,
        long notBeforeMs,
        boolean sent,
        Optional<String> proving,
        Optional<GuestDescribed> described,
        Optional<SourceSighting> source,
        long doubtSinceMs,
        boolean alarmed,
        boolean aborting,
        Optional<MigrationProgress> progress) {

    public static OperationEntry of(OperationRecord record, long nowMs) {
        return new OperationEntry(
                record,
                nowMs,
                nowMs,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                false,
                Optional.empty());
    }

    public OperationEntry with(OperationRecord newRecord) {
        return new OperationEntry(
                newRecord,
                beganMs,
                notBeforeMs,
                sent,
                proving,
                described,
                source,
                doubtSinceMs,
                alarmed,
                aborting,
                progress);
    }

    /** The record entered a phase; its command waits until then. */
    public OperationEntry entered(OperationRecord newRecord, long whenMs) {
        return new OperationEntry(
                newRecord,
                beganMs,
                whenMs,
                false,
                proving,
                described,
                source,
                doubtSinceMs,
                alarmed,
                aborting,
                progress);
    }

    public OperationEntry withSent(boolean nowSent) {
        return new OperationEntry(
                record,
                beganMs,
                notBeforeMs,
                nowSent,
                proving,
                described,
                source,
                doubtSinceMs,
                alarmed,
                aborting,
                progress);
    }

    public OperationEntry withProving(Optional<String> pool) {
        return new OperationEntry(
                record, beganMs, notBeforeMs, sent, pool, described, source, doubtSinceMs, alarmed, aborting, progress);
    }

    public OperationEntry withDescribed(GuestDescribed description) {
        return new OperationEntry(
                record,
                beganMs,
                notBeforeMs,
                sent,
                proving,
                Optional.of(description),
                source,
                doubtSinceMs,
                alarmed,
                aborting,
                progress);
    }

    public OperationEntry withSource(SourceSighting seen) {
        return new OperationEntry(
                record,
                beganMs,
                notBeforeMs,
                sent,
                proving,
                described,
                Optional.of(seen),
                doubtSinceMs,
                alarmed,
                aborting,
                progress);
    }

    public OperationEntry withDoubtSince(long sinceMs) {
        return new OperationEntry(
                record, beganMs, notBeforeMs, sent, proving, described, source, sinceMs, alarmed, aborting, progress);
    }

    public OperationEntry withAlarm() {
        return new OperationEntry(
                record, beganMs, notBeforeMs, sent, proving, described, source, doubtSinceMs, true, aborting, progress);
    }

    public OperationEntry withProgress(MigrationProgress newProgress) {
        return new OperationEntry(
                record,
                beganMs,
                notBeforeMs,
                sent,
                proving,
                described,
                source,
                doubtSinceMs,
                alarmed,
                aborting,
                Optional.of(newProgress));
    }

    public OperationEntry withAborting() {
        return new OperationEntry(
                record, beganMs, notBeforeMs, sent, proving, described, source, doubtSinceMs, alarmed, true, progress);
    }
}
