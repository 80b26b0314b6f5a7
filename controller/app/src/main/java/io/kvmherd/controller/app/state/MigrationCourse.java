package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.MigrationPolicy;
import java.util.Optional;

/**
 * How one migration is made, and what it took. Settled when it is asked for, so that a restarted controller goes on by the
 * same terms whatever its settings say by then.
 *
 * @param policy how far it may go
 * @param limitMibPerSecond what it may send each second, 0 for no limit
 * @param figures what it took, once the guest has arrived and its new host still knew
 */
public record MigrationCourse(MigrationPolicy policy, long limitMibPerSecond, Optional<MigrationFigures> figures) {

    MigrationCourse limited(long mibPerSecond) {
        return new MigrationCourse(policy, mibPerSecond, figures);
    }

    MigrationCourse measured(MigrationFigures taken) {
        return new MigrationCourse(policy, limitMibPerSecond, Optional.of(taken));
    }
}
