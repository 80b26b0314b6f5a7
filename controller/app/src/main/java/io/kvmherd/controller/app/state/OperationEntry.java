package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import io.kvmherd.common.protocol.LinkMessage.MigrationPhase;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An operation: what lasts and what is known of it at the moment.
 *
 * @param record the half that lasts
 * @param pace when it does what
 * @param gathered what a migration has learned on its way
 * @param progress last progress of a migration
 * @param disputed of a parent, guests whose move in this round the second opinion speaks against, with its reasons
 */
public record OperationEntry(
        OperationRecord record,
        Pace pace,
        Gathered gathered,
        Optional<MigrationProgress> progress,
        SortedMap<GuestId, List<Reason>> disputed) {
    public OperationEntry {
        disputed = Collections.unmodifiableSortedMap(new TreeMap<>(disputed));
    }

    public static OperationEntry of(OperationRecord record, long nowMs) {
        return new OperationEntry(
                record, Pace.from(nowMs), Gathered.NOTHING, Optional.empty(), Collections.emptySortedMap());
    }

    /** Whether the guest runs at its destination already while its memory follows. */
    public boolean isInPostCopy() {
        return record.isOpen()
                && progress.filter(last -> last.phase() == MigrationPhase.POST_COPY)
                        .isPresent();
    }

    public OperationEntry with(OperationRecord newRecord) {
        return new OperationEntry(newRecord, pace, gathered, progress, disputed);
    }

    /** The record entered a phase, or enters it again; its command waits until then. */
    public OperationEntry entered(OperationRecord newRecord, long whenMs) {
        return with(newRecord).at(pace.due(whenMs));
    }

    /** It came into this phase now. */
    public OperationEntry inPhaseSince(long nowMs) {
        return at(pace.inPhaseSince(nowMs));
    }

    public OperationEntry withRepeats(int count) {
        return at(pace.withRepeats(count));
    }

    public OperationEntry withSent(boolean nowSent) {
        return at(pace.withSent(nowSent));
    }

    public OperationEntry withProving(Optional<String> pool) {
        return knowing(gathered.withProving(pool));
    }

    public OperationEntry withDescribed(GuestDescribed description) {
        return knowing(gathered.withDescribed(description));
    }

    public OperationEntry withSource(SourceSighting seen) {
        return knowing(gathered.withSource(seen));
    }

    public OperationEntry withDoubtSince(long sinceMs) {
        return knowing(gathered.withDoubtSince(sinceMs));
    }

    public OperationEntry withAlarm() {
        return knowing(gathered.withAlarm());
    }

    public OperationEntry withAborting() {
        return knowing(gathered.withAborting());
    }

    public OperationEntry withOwnStartBefore(OwnStart before) {
        return knowing(gathered.withOwnStartBefore(before));
    }

    public OperationEntry withProgress(MigrationProgress newProgress) {
        return new OperationEntry(record, pace, gathered, Optional.of(newProgress), disputed);
    }

    /** The guest's move is not begun in this round. */
    public OperationEntry disputing(GuestId guest, List<Reason> reasons) {
        SortedMap<GuestId, List<Reason>> more = new TreeMap<>(disputed);
        more.put(guest, List.copyOf(reasons));
        return new OperationEntry(record, pace, gathered, progress, more);
    }

    /** A new round: every move may be tried again. */
    public OperationEntry disputingNothing() {
        return new OperationEntry(record, pace, gathered, progress, Collections.emptySortedMap());
    }

    public boolean sent() {
        return pace.sent();
    }

    public boolean alarmed() {
        return gathered.alarmed();
    }

    private OperationEntry at(Pace newPace) {
        return new OperationEntry(record, newPace, gathered, progress, disputed);
    }

    private OperationEntry knowing(Gathered newlyGathered) {
        return new OperationEntry(record, pace, newlyGathered, progress, disputed);
    }
}
