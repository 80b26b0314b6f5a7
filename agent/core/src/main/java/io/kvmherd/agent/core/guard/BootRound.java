package io.kvmherd.agent.core.guard;

/** What is started with the host in one boot: at once, and once nobody can be expected to say whether. */
public enum BootRound {
    /** Guests whose disks are this host's alone. */
    ALONE,
    /** Guests in which a controller runs. */
    OWN
}
