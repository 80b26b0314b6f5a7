package io.kvmherd.controller.engine.operation;

/**
 * How the definition of a guest that is off goes to another host: the phases of a live migration, judged by
 * {@link MigrationOutcome#judgeOff}.
 *
 * <p>libvirt defines it there before it removes it here, so what can go wrong in between leaves it on both. Then the
 * definition that arrived carries the generation of this very move, the right goes with it, and burying the old one removes
 * what is left of it. Somebody may start either copy in the meantime: what runs decides, and two that run are an alarm, as
 * ever.
 */
final class RelocationTable {
    private RelocationTable() {}

    static Rows rows() {
        return MigrationTable.rows();
    }
}
