package io.kvmherd.controller.app.testing;

/** How a fake migration ends. */
public enum MigrationEnd {
    SUCCEEDS,
    /** libvirt reports a failure; the guest goes on at the source. */
    FAILS,
    /** The destination runs it, the source's copy hangs paused. */
    CONFIRM_LOST,
    /** Paused at the source, nothing at the destination. */
    NOT_RESUMED,
    /** The source's QEMU dies. */
    SOURCE_DIES,
    /** Both run it: what a disk lock would have prevented. */
    RUNS_TWICE,
    /** Goes on until somebody aborts it. */
    HANGS
}
