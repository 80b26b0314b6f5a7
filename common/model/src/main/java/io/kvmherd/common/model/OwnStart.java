package io.kvmherd.common.model;

/**
 * On what the agent relies when it starts an own guest with its host by itself, because no controller answered: whoever
 * would confirm the start may be inside. Recorded in the guest's own definition, beside {@link StartsWithHost}.
 */
public enum OwnStart {
    /** The agent does not start it by itself. */
    ASKED,
    /** libvirt takes a lock on its disks, so it cannot run here while it runs elsewhere; or no other host reaches them. */
    LOCKED,
    /** An operator took the risk: this host's own record of who may run it is all that there is. */
    UNLOCKED
}
