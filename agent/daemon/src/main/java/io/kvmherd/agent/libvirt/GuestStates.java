package io.kvmherd.agent.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;

/** libvirt's numbers for states, reasons and jobs in our words. An unknown number is UNKNOWN or OTHER, never a guess. */
final class GuestStates {
    private static final int PAUSED = 3;
    private static final int PAUSED_BY_MIGRATION = 2;
    private static final int PAUSED_STARTING_UP = 11;
    private static final int PAUSED_BY_POSTCOPY = 12;
    private static final int PAUSED_POSTCOPY_FAILED = 13;
    private static final int OFF_CRASHED = 3;
    private static final int OFF_MIGRATED = 4;
    private static final int OFF_SAVED = 5;
    private static final int OFF_FAILED = 6;

    private static final int JOB_NONE = 0;
    private static final int JOB_UNBOUNDED = 2;
    private static final int OPERATION_MIGRATION_IN = 4;
    private static final int OPERATION_MIGRATION_OUT = 5;

    private GuestStates() {}

    /** @param state and {@code reason} as {@code virDomainGetState} tells them */
    static GuestState state(int state, int reason, GuestJob job) {
        return switch (state) {
            case 1, 2 -> GuestState.RUNNING;
            case PAUSED -> paused(reason, job);
            case 4 -> GuestState.SHUTTING_DOWN;
            case 5 -> off(reason);
            case 6 -> GuestState.CRASHED;
            case 7 -> GuestState.SUSPENDED;
            default -> GuestState.UNKNOWN;
        };
    }

    /** @param type and {@code operation} as {@code virDomainGetJobStats} tells them; a job that has ended is none */
    static GuestJob job(int type, long operation) {
        if (type <= JOB_NONE || type > JOB_UNBOUNDED) {
            return GuestJob.NONE;
        }
        if (operation == OPERATION_MIGRATION_IN) {
            return GuestJob.MIGRATION_IN;
        }
        return operation == OPERATION_MIGRATION_OUT ? GuestJob.MIGRATION_OUT : GuestJob.OTHER;
    }

    /** Whether this is the source of a migration whose guest runs at its destination already. */
    static boolean isInPostCopy(Pointer domain) {
        IntByReference state = new IntByReference();
        IntByReference reason = new IntByReference();
        return NativeLibvirt.virDomainGetState(domain, state, reason, 0) == 0
                && state.getValue() == PAUSED
                && (reason.getValue() == PAUSED_BY_POSTCOPY || reason.getValue() == PAUSED_POSTCOPY_FAILED);
    }

    private static GuestState paused(int reason, GuestJob job) {
        return switch (reason) {
            case PAUSED_BY_MIGRATION -> GuestState.PAUSED_FOR_MIGRATION;
            case PAUSED_BY_POSTCOPY, PAUSED_POSTCOPY_FAILED -> GuestState.PAUSED_IN_POST_COPY;
            case PAUSED_STARTING_UP ->
                job == GuestJob.MIGRATION_IN ? GuestState.PAUSED_FOR_MIGRATION : GuestState.PAUSED;
            default -> GuestState.PAUSED;
        };
    }

    private static GuestState off(int reason) {
        return switch (reason) {
            case OFF_MIGRATED -> GuestState.SHUT_OFF_MIGRATED;
            case OFF_SAVED -> GuestState.SHUT_OFF_SAVED;
            case OFF_CRASHED, OFF_FAILED -> GuestState.CRASHED;
            default -> GuestState.SHUT_OFF;
        };
    }
}
