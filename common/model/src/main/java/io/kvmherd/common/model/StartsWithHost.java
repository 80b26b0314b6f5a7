package io.kvmherd.common.model;

/**
 * Whether an adopted guest is started when its host was started anew, as libvirt's autostart would have done before its
 * adoption. Recorded in the guest's own definition, so that it outlives controller and agent and travels with the guest.
 */
public enum StartsWithHost {
    /** Its autostart was off. */
    NO,
    /** Its autostart was on, and its disks are this host's alone: the agent starts it without asking. */
    ALONE,
    /** Its autostart was on, but it may be running elsewhere by then: the controller confirms the start first. */
    ASKED
}
