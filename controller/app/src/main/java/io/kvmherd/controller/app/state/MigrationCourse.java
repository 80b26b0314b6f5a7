package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.MigrationPolicy;
import java.util.List;
import java.util.Optional;

/**
 * How one migration is made, and what it took. Settled when it is asked for, so that a restarted controller goes on by the
 * same terms whatever its settings say by then.
 *
 * @param policy how far it may go
 * @param limitMibPerSecond what it may send each second, 0 for no limit
 * @param figures what it took, once the guest has arrived and its new host still knew
 * @param copy where disks that are not shared are copied along
 */
public record MigrationCourse(
        MigrationPolicy policy,
        long limitMibPerSecond,
        Optional<MigrationFigures> figures,
        Optional<StorageCopy> copy) {
    /** A migration that copies no disk. */
    public MigrationCourse(MigrationPolicy policy, long limitMibPerSecond, Optional<MigrationFigures> figures) {
        this(policy, limitMibPerSecond, figures, Optional.empty());
    }

    public MigrationCourse copying(List<GuestDisk> disks) {
        return with(Optional.of(copy.orElse(new StorageCopy(List.of(), false)).of(disks)));
    }

    MigrationCourse keepingCopies() {
        return with(copy.map(StorageCopy::keeping));
    }

    private MigrationCourse with(Optional<StorageCopy> newCopy) {
        return new MigrationCourse(policy, limitMibPerSecond, figures, newCopy);
    }

    MigrationCourse limited(long mibPerSecond) {
        return new MigrationCourse(policy, mibPerSecond, figures, copy);
    }

    MigrationCourse measured(MigrationFigures taken) {
        return new MigrationCourse(policy, limitMibPerSecond, Optional.of(taken), copy);
    }
}
