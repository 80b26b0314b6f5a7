package io.kvmherd.controller.engine.outside;

import io.kvmherd.common.model.GuestState;

/** How a guest looks on its host, as far as two looks are compared. */
public enum Appearance {
    ABSENT,
    OFF,
    OFF_SAVED,
    OFF_MIGRATED,
    CRASHED,
    RUNNING,
    PAUSED,
    SUSPENDED,
    /** On its way to something else, or unclear: the next look tells. */
    PASSING;

    public static Appearance of(GuestState state) {
        return switch (state) {
            case RUNNING -> RUNNING;
            case PAUSED -> PAUSED;
            case SUSPENDED -> SUSPENDED;
            case SHUT_OFF -> OFF;
            case SHUT_OFF_SAVED -> OFF_SAVED;
            case SHUT_OFF_MIGRATED -> OFF_MIGRATED;
            case CRASHED -> CRASHED;
            case PAUSED_FOR_MIGRATION, PAUSED_IN_POST_COPY, SHUTTING_DOWN, UNKNOWN -> PASSING;
        };
    }

    /** Whether its memory exists on the host. */
    public boolean isActive() {
        return this == RUNNING || this == PAUSED || this == SUSPENDED || this == PASSING;
    }
}
