package io.kvmherd.agent.core.simulated;

/** How a migration goes wrong, and what both hosts show afterwards. */
public enum MigrationFault {
    /** It goes well. */
    NONE,
    /** The network between the hosts fails while memory is copied: runs on the source, absent on the destination. */
    LINK_LOST_WHILE_COPYING,
    /** The destination's QEMU dies while memory is copied: as above. */
    DESTINATION_QEMU_DIES,
    /** The destination loses power while memory is copied: runs on the source, the destination cannot be asked. */
    DESTINATION_HOST_DIES,
    /** The source's QEMU dies: crashed on the source, absent on the destination. */
    SOURCE_QEMU_DIES,
    /** The source's libvirt dies while memory is copied: cannot be asked; runs on the source, absent on the destination. */
    SOURCE_LIBVIRT_DIES,
    /** Both wait in the switch-over, each with its job, until the cluster is told to go on. */
    STUCK_IN_SWITCH_OVER,
    /** The destination was never told to run: paused on the source without a job, absent on the destination. */
    FINISH_LOST,
    /** The source was never told that it is over: paused on the source without a job, runs on the destination. */
    CONFIRM_LOST,
    /** What must never happen and lock files prevent: runs on both. */
    BOTH_RUN;

    boolean whileCopying() {
        return switch (this) {
            case LINK_LOST_WHILE_COPYING,
                    DESTINATION_QEMU_DIES,
                    DESTINATION_HOST_DIES,
                    SOURCE_QEMU_DIES,
                    SOURCE_LIBVIRT_DIES -> true;
            case NONE, STUCK_IN_SWITCH_OVER, FINISH_LOST, CONFIRM_LOST, BOTH_RUN -> false;
        };
    }
}
