package io.kvmherd.cli.command;

/** Which guests come back to a host that takes guests again. */
enum Restoring {
    /** They stay where they are. */
    NONE,
    /** All that the newest evacuation moved away. */
    ALL
}
