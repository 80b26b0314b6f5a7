package io.kvmherd.controller.engine.outside;

import io.kvmherd.common.model.OutsideChange.What;
import java.util.Optional;

/** The table (how it looked before, how it looks now) to what happened. */
public final class OutsideTable {
    private OutsideTable() {}

    /** Empty where nothing happened that anybody has to know, or where the next look tells. */
    public static Optional<What> between(Appearance before, Appearance now) {
        if (before == now || before == Appearance.PASSING) {
            return Optional.empty();
        }
        return switch (now) {
            case PASSING -> Optional.empty();
            case ABSENT -> Optional.of(before == Appearance.OFF_MIGRATED ? What.MOVED_AWAY : What.UNDEFINED);
            case OFF -> went(before, What.SHUT_DOWN);
            case OFF_SAVED -> went(before, What.SAVED);
            case CRASHED -> went(before, What.CRASHED);
            case OFF_MIGRATED -> went(before, What.MOVED_AWAY);
            case RUNNING -> Optional.of(isHeld(before) ? What.RESUMED : What.STARTED);
            case PAUSED -> Optional.of(What.PAUSED);
            case SUSPENDED -> Optional.of(What.SUSPENDED);
        };
    }

    /** How a guest that is off now got there. */
    private static Optional<What> went(Appearance before, What ending) {
        return switch (before) {
            case ABSENT -> Optional.of(What.DEFINED);
            case OFF, OFF_SAVED, OFF_MIGRATED, CRASHED, PASSING -> Optional.empty();
            case RUNNING, PAUSED, SUSPENDED -> Optional.of(ending);
        };
    }

    private static boolean isHeld(Appearance before) {
        return before == Appearance.PAUSED || before == Appearance.SUSPENDED;
    }
}
