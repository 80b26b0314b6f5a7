package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.simulated.MigrationFault;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.controller.app.memory.MemoryStore;
import io.kvmherd.controller.app.port.StoreWrite;
import java.util.List;

/**
 * A place where a test puts a mistake in, to see whether the oracle finds it: a simulation that finds nothing proves nothing
 * until it was seen to find what is there. {@link #NONE} in every other run.
 */
interface Tampering {
    Tampering NONE = new Tampering() {};

    /** A command on its way to the guard. */
    default CommandEnvelope beforeTheGuard(CommandEnvelope envelope, CommandGuard guard) {
        return envelope;
    }

    /** A change has ended and the guard was told. */
    default void afterTheEnd(CommandEnvelope envelope, CommandGuard guard) {}

    /** What an agent answers. */
    default CommandResult answered(CommandEnvelope envelope, CommandResult result) {
        return result;
    }

    /** The disk that an agent finds when its process starts. */
    default SimulatedGuardLog found(SimulatedGuardLog disk) {
        return disk;
    }

    /** The database that a controller finds when its process starts, of which an older state is at hand. */
    default MemoryStore found(MemoryStore now, MemoryStore before) {
        return now;
    }

    /** What a commit writes. */
    default List<StoreWrite> written(List<StoreWrite> writes) {
        return writes;
    }

    /** How a migration goes wrong. */
    default MigrationFault migration(MigrationFault fault) {
        return fault;
    }

    /** An agent has noticed that a link is gone. */
    default void linkEnded(Node node) {}
}
