package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.placement.CopiedDisks;
import java.util.Optional;

/**
 * When an operation is overdue. Durations are measured by this process: a restarted controller gives an operation new
 * time, because what was waited for may have happened while nobody looked.
 */
final class Deadlines {
    private static final long MIB_PER_GIB = 1_024;

    private Deadlines() {}

    static boolean isOverdue(OperationEntry entry, Optional<GuestRecord> guest, long nowMs) {
        long sinceBegin = nowMs - entry.pace().beganMs();
        return switch (entry.record().phase()) {
            case DEFINE,
                    START,
                    CONFIRM_RUNNING,
                    ASK_SHUT_DOWN,
                    SWITCH_OFF,
                    UNDEFINE,
                    CONFIRM_ABSENT,
                    BURY_DELETED,
                    MARK,
                    UNMARK,
                    REDEFINE,
                    CONFIRM_DEFINED,
                    PROVE_WRITE,
                    PROVE_READ,
                    DESCRIBE,
                    CHECK,
                    EXPECT -> sinceBegin > AppLimits.COMMAND_DEADLINE_MS;
            case CONFIRM_OFF -> sinceBegin > AppLimits.SHUT_DOWN_DEADLINE_MS;
            case SEND ->
                guest.map(record -> sinceBegin
                                > migrationMs(entry.record(), record.weighedSpec()) + 2 * AppLimits.COMMAND_DEADLINE_MS)
                        .orElse(false);
            case FOLLOW, INSPECT_SOURCE, INSPECT_DESTINATION ->
                guest.map(record -> sinceBegin
                                > 2 * migrationMs(entry.record(), record.weighedSpec()) + AppLimits.COMMAND_DEADLINE_MS)
                        .orElse(false);
            case STAND_BY, WITHDRAW -> nowMs - entry.pace().phaseSinceMs() > AppLimits.HOST_AWAITED_MS;
            case REMOVE_SOURCE_COPY, CLOSE_DESTINATION, RESUME_SOURCE, ADOPT, BURY, COORDINATE, ENDED -> false;
        };
    }

    /** How long a migration may take: in proportion to the guest's memory and what is copied, at least one GiB's time. */
    static long migrationMs(OperationRecord operation, GuestSpec spec) {
        long mib = spec.memoryMib() + CopiedDisks.sizeMib(operation.copies());
        long gib = Math.max(1, (mib + MIB_PER_GIB - 1) / MIB_PER_GIB);
        return gib * AppLimits.MIGRATION_MS_PER_GIB;
    }
}
