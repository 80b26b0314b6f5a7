package io.kvmherd.controller.engine.operation;

import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.Optional;

/**
 * How a migration really stands, from both hosts' states. Absent means that a live libvirt said so; a host that cannot
 * be asked is never judged.
 *
 * <p>The rows are checked from top to bottom, the first that matches decides:
 *
 * <ol>
 *   <li>a migration job on either side: UNDERWAY (the two hosts are asked one after the other, so a switch-over between
 *       the two questions may look like two running copies; the job tells)
 *   <li>running on both: RUNS_TWICE
 *   <li>either side stands still in post-copy: UNDECIDED, for its memory is on both hosts; libvirt's own way on is
 *       {@code virsh migrate --postcopy-resume}, and ending either copy would lose the guest
 *   <li>either side unclear, or the destination paused by the migration: UNDECIDED
 *   <li>destination runs, source paused by the migration: CONFIRM_LOST
 *   <li>destination runs, source absent or off: ON_DESTINATION
 *   <li>source runs, destination absent or off: ON_SOURCE
 *   <li>source paused by the migration, destination without the guest: NOT_RESUMED
 *   <li>source paused by the migration, destination has it switched off: UNDECIDED, for it may have run there, and what
 *       hangs on the source may be older than its disks
 *   <li>source has let go of it, destination has it switched off: ON_DESTINATION, it arrived and went off since
 *   <li>active on neither: DIED
 * </ol>
 *
 * A guest that somebody paused, or that suspended itself, counts as running where it is: its memory is there.
 */
public final class MigrationOutcome {
    private MigrationOutcome() {}

    public static OperationEvent judge(Optional<ObservedGuest> source, Optional<ObservedGuest> destination) {
        boolean onSource = source.isPresent() && holdsGuest(source.get());
        boolean onDestination = destination.isPresent() && holdsGuest(destination.get());
        if (hasJob(source) || hasJob(destination)) {
            return OperationEvent.UNDERWAY;
        }
        if (onSource && onDestination) {
            return OperationEvent.RUNS_TWICE;
        }
        if (isSplit(source) || isSplit(destination)) {
            return OperationEvent.UNDECIDED;
        }
        if (isUnclear(source) || isUnclear(destination) || isPausedForMigration(destination)) {
            return OperationEvent.UNDECIDED;
        }
        if (onDestination) {
            return isPausedForMigration(source) ? OperationEvent.CONFIRM_LOST : OperationEvent.ON_DESTINATION;
        }
        if (onSource) {
            return OperationEvent.ON_SOURCE;
        }
        if (isPausedForMigration(source)) {
            return hasLetGo(destination) ? OperationEvent.NOT_RESUMED : OperationEvent.UNDECIDED;
        }
        return hasLetGo(source) && !hasLetGo(destination) ? OperationEvent.ON_DESTINATION : OperationEvent.DIED;
    }

    /**
     * How the move of a guest's definition stands; nobody meant the guest to be active on either host.
     *
     * <ol>
     *   <li>a job on either side, or a state that is not clear: UNDERWAY or UNDECIDED
     *   <li>active on both: RUNS_TWICE; active on the source, because somebody started it there: it is there
     *   <li>defined on the destination under the generation that left the source: ON_DESTINATION, active or not, and whether
     *       or not the source has it still
     *   <li>active on the destination under another generation: UNDECIDED, for somebody started an older definition there,
     *       and nothing is removed until a person has decided which one is meant
     *   <li>defined on the source: ON_SOURCE, whatever older definition the destination keeps
     *   <li>defined on neither: DIED
     * </ol>
     *
     * @param placement under which the guest was on its source
     */
    public static OperationEvent judgeOff(
            Optional<ObservedGuest> source, Optional<ObservedGuest> destination, PlacementGeneration placement) {
        boolean arrived = destination.flatMap(ObservedGuest::placement).equals(Optional.of(placement));
        boolean activeHere = isActive(source);
        boolean activeThere = isActive(destination);
        if (hasJob(source) || hasJob(destination)) {
            return OperationEvent.UNDERWAY;
        }
        if (isUnclear(source) || isUnclear(destination)) {
            return OperationEvent.UNDECIDED;
        }
        if (activeHere && activeThere) {
            return OperationEvent.RUNS_TWICE;
        }
        if (activeHere) {
            return OperationEvent.ON_SOURCE;
        }
        if (arrived) {
            return OperationEvent.ON_DESTINATION;
        }
        if (activeThere) {
            return OperationEvent.UNDECIDED;
        }
        return source.isPresent() ? OperationEvent.ON_SOURCE : OperationEvent.DIED;
    }

    private static boolean isActive(Optional<ObservedGuest> guest) {
        return guest.isPresent() && guest.get().state().isActive();
    }

    private static boolean holdsGuest(ObservedGuest guest) {
        return switch (guest.state()) {
            case RUNNING, PAUSED, SHUTTING_DOWN, SUSPENDED -> true;
            case PAUSED_FOR_MIGRATION,
                    PAUSED_IN_POST_COPY,
                    SHUT_OFF,
                    SHUT_OFF_SAVED,
                    SHUT_OFF_MIGRATED,
                    CRASHED,
                    UNKNOWN -> false;
        };
    }

    private static boolean hasJob(Optional<ObservedGuest> guest) {
        return guest.isPresent()
                && (guest.get().job() == GuestJob.MIGRATION_OUT || guest.get().job() == GuestJob.MIGRATION_IN);
    }

    private static boolean isSplit(Optional<ObservedGuest> guest) {
        return guest.isPresent() && guest.get().state() == GuestState.PAUSED_IN_POST_COPY;
    }

    private static boolean isUnclear(Optional<ObservedGuest> guest) {
        return guest.isPresent() && guest.get().state() == GuestState.UNKNOWN;
    }

    /** Has no such guest, or only the definition that a migration emptied. */
    private static boolean hasLetGo(Optional<ObservedGuest> guest) {
        return guest.isEmpty() || guest.get().state() == GuestState.SHUT_OFF_MIGRATED;
    }

    private static boolean isPausedForMigration(Optional<ObservedGuest> guest) {
        return guest.isPresent() && guest.get().state() == GuestState.PAUSED_FOR_MIGRATION;
    }
}
