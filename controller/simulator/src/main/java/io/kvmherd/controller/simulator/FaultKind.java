package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.simulated.MigrationFault;
import java.util.Optional;

/** What can go wrong. In brackets the row of the fault matrix. */
public enum FaultKind {
    /** The controller's process ends at once (1). */
    CONTROLLER_KILLED,
    /** It ends before its next commit (1). */
    CONTROLLER_KILLED_BEFORE_COMMIT,
    /** It ends after its next commit, with all that it would have sent: as if the commit's answer were lost (1, 4). */
    CONTROLLER_KILLED_AFTER_COMMIT,
    /** It stands still while another takes over, and goes on later (2). */
    CONTROLLER_FROZEN,
    /** The database goes back to what it was minutes ago, is used so, and is put right again (5). */
    DATABASE_OLD,
    /** The agent's process ends (6). */
    AGENT_KILLED,
    /** The agent stands still (2, 27). */
    AGENT_FROZEN,
    /** The disk of the guard's log fails at a write that is lost; the agent is started anew (20). */
    GUARD_WRITE_LOST,
    /** Likewise, but the record is on the disk after all (20). */
    GUARD_WRITE_UNANSWERED,
    /** libvirt cannot be asked (7, 27). */
    LIBVIRT_DOWN,
    /** The host's power is cut; later it comes back (13). */
    POWER_CUT,
    /** The host's network to the controller is cut (3, 14). */
    LINK_CUT,
    /** Messages from and to the host take seconds (18). */
    SLOW_NETWORK,
    /** Reports of the host are lost, late, twice and in another order (17). */
    REPORTS_DISTURBED,
    /** An old message is heard once more by the agent (18). */
    MESSAGE_HEARD_AGAIN,
    /** The next migration from the host loses the link between the hosts (10). */
    MIGRATION_LINK_LOST(MigrationFault.LINK_LOST_WHILE_COPYING),
    /** The destination's QEMU dies (8). */
    MIGRATION_DESTINATION_DIES(MigrationFault.DESTINATION_QEMU_DIES),
    /** The source's QEMU dies: the guest with it (9). */
    MIGRATION_SOURCE_DIES(MigrationFault.SOURCE_QEMU_DIES),
    /** The destination loses power while memory is copied (13). */
    MIGRATION_DESTINATION_POWER(MigrationFault.DESTINATION_HOST_DIES),
    /** The source's libvirt dies (7). */
    MIGRATION_LIBVIRT_DIES(MigrationFault.SOURCE_LIBVIRT_DIES),
    /** The switch-over stands still (11). */
    MIGRATION_STUCK(MigrationFault.STUCK_IN_SWITCH_OVER),
    /** The destination is never told to run (11). */
    MIGRATION_FINISH_LOST(MigrationFault.FINISH_LOST),
    /** The source is never told that it is over (11). */
    MIGRATION_CONFIRM_LOST(MigrationFault.CONFIRM_LOST);

    private final Optional<MigrationFault> migration;

    FaultKind() {
        this.migration = Optional.empty();
    }

    FaultKind(MigrationFault migration) {
        this.migration = Optional.of(migration);
    }

    /** How the next migration goes wrong; empty for what concerns no migration. */
    Optional<MigrationFault> migration() {
        return migration;
    }
}
