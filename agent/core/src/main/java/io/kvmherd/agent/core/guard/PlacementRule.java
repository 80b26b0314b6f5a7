package io.kvmherd.agent.core.guard;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.AgentCommand.Change;
import java.util.Optional;

/**
 * What a command needs of its guest's placement generation, and what it does to it.
 *
 * <p>No command about a guest may name a generation below one that was granted here: its sender does not know what runs
 * here now. What takes something away may name the buried generation itself, so that a burial can be repeated and a copy
 * that somebody revived by hand can be removed.
 */
public enum PlacementRule {
    /** Not about a guest. */
    NONE,
    /** Gives this host the right to run the generation. */
    GRANTS,
    /** Needs a right that was not buried. */
    USES,
    /** Ends a right. */
    TAKES_AWAY;

    static PlacementRule of(Change change) {
        return switch (change) {
            case AgentCommand.WritePoolProof c -> NONE;
            case AgentCommand.CreateGuest c -> GRANTS;
            case AgentCommand.StartGuest c -> GRANTS;
            case AgentCommand.ExpectArrival c -> GRANTS;
            case AgentCommand.AdoptArrival c -> GRANTS;
            case AgentCommand.AdoptGuest c -> GRANTS;
            case AgentCommand.RedefineGuest c -> USES;
            case AgentCommand.ShutDownGuest c -> USES;
            case AgentCommand.ResumeGuest c -> USES;
            case AgentCommand.MigrateGuest c -> USES;
            case AgentCommand.RelocateGuest c -> USES;
            case AgentCommand.FollowMigration c -> TAKES_AWAY;
            case AgentCommand.LimitMigration c -> TAKES_AWAY;
            case AgentCommand.StartPostCopy c -> USES;
            case AgentCommand.AbortMigration c -> TAKES_AWAY;
            case AgentCommand.ReleaseGuest c -> TAKES_AWAY;
            case AgentCommand.DestroyGuest c -> TAKES_AWAY;
            case AgentCommand.DestroyLeftBehind c -> TAKES_AWAY;
            case AgentCommand.DeleteGuest c -> TAKES_AWAY;
            case AgentCommand.WithdrawArrival c -> TAKES_AWAY;
            case AgentCommand.BuryGuest c -> TAKES_AWAY;
        };
    }

    /** The guest that a command changes, where it changes one. */
    public static Optional<GuestId> guestOf(Change change) {
        return switch (change) {
            case AgentCommand.WritePoolProof c -> Optional.empty();
            case AgentCommand.CreateGuest c -> Optional.of(c.guest());
            case AgentCommand.StartGuest c -> Optional.of(c.guest());
            case AgentCommand.ExpectArrival c -> Optional.of(c.guest());
            case AgentCommand.AdoptArrival c -> Optional.of(c.guest());
            case AgentCommand.AdoptGuest c -> Optional.of(c.guest());
            case AgentCommand.ReleaseGuest c -> Optional.of(c.guest());
            case AgentCommand.RedefineGuest c -> Optional.of(c.guest());
            case AgentCommand.ShutDownGuest c -> Optional.of(c.guest());
            case AgentCommand.ResumeGuest c -> Optional.of(c.guest());
            case AgentCommand.MigrateGuest c -> Optional.of(c.guest());
            case AgentCommand.RelocateGuest c -> Optional.of(c.guest());
            case AgentCommand.FollowMigration c -> Optional.of(c.guest());
            case AgentCommand.LimitMigration c -> Optional.of(c.guest());
            case AgentCommand.StartPostCopy c -> Optional.of(c.guest());
            case AgentCommand.AbortMigration c -> Optional.of(c.guest());
            case AgentCommand.DestroyGuest c -> Optional.of(c.guest());
            case AgentCommand.DestroyLeftBehind c -> Optional.of(c.guest());
            case AgentCommand.DeleteGuest c -> Optional.of(c.guest());
            case AgentCommand.WithdrawArrival c -> Optional.of(c.guest());
            case AgentCommand.BuryGuest c -> Optional.of(c.guest());
        };
    }

    /**
     * @param held highest generation granted here, 0 for none
     * @param buried highest generation buried here, 0 for none
     */
    boolean allows(long placement, long held, long buried) {
        return switch (this) {
            case NONE -> true;
            case GRANTS, USES -> placement > 0 && placement > buried && placement >= held;
            case TAKES_AWAY -> placement > 0 && placement >= buried && placement >= held;
        };
    }
}
