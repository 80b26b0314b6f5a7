package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import java.util.List;
import java.util.Optional;

/**
 * How one migration is made, and what it took. Settled when it is asked for, so that a restarted controller goes on by the
 * same terms whatever its settings say by then.
 *
 * @param policy how far it may go
 * @param limitMibPerSecond what it may send each second, 0 for no limit
 * @param figures what it took, once the guest has arrived and its new host still knew
 * @param transport in the clear or over TLS; empty until its two hosts are known
 * @param boundMibPerSecond what its source was told last that it may send: the limit, or less where its hosts' limits are
 *     shared with other migrations; 0 for no bound
 * @param copy where disks that are not shared are copied along
 */
public record MigrationCourse(
        MigrationPolicy policy,
        long limitMibPerSecond,
        Optional<MigrationFigures> figures,
        Optional<MigrationTransport> transport,
        long boundMibPerSecond,
        Optional<StorageCopy> copy) {

    /** The way is not settled yet, nothing was measured, and no disk is copied. */
    public static MigrationCourse planned(MigrationPolicy policy, long limitMibPerSecond) {
        return new MigrationCourse(policy, limitMibPerSecond, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    public MigrationCourse copying(List<GuestDisk> disks) {
        return with(Optional.of(copy.orElse(new StorageCopy(List.of(), false)).of(disks)));
    }

    MigrationCourse keepingCopies() {
        return with(copy.map(StorageCopy::keeping));
    }

    private MigrationCourse with(Optional<StorageCopy> newCopy) {
        return new MigrationCourse(policy, limitMibPerSecond, figures, transport, boundMibPerSecond, newCopy);
    }

    public MigrationCourse by(MigrationPolicy another) {
        return new MigrationCourse(another, limitMibPerSecond, figures, transport, boundMibPerSecond, copy);
    }

    public MigrationCourse over(MigrationTransport way) {
        return new MigrationCourse(policy, limitMibPerSecond, figures, Optional.of(way), boundMibPerSecond, copy);
    }

    MigrationCourse limited(long mibPerSecond) {
        return new MigrationCourse(policy, mibPerSecond, figures, transport, boundMibPerSecond, copy);
    }

    MigrationCourse measured(MigrationFigures taken) {
        return new MigrationCourse(policy, limitMibPerSecond, Optional.of(taken), transport, boundMibPerSecond, copy);
    }

    MigrationCourse bounded(long mibPerSecond) {
        return new MigrationCourse(policy, limitMibPerSecond, figures, transport, mibPerSecond, copy);
    }
}
