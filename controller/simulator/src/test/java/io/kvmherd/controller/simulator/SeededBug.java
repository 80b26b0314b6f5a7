package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.simulated.MigrationFault;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.controller.app.memory.MemoryStore;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.state.GuestRecord;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Mistakes that somebody could make. Each must be found. */
enum SeededBug {
    /** The guard takes commands of terms that are over. */
    TAKES_OLD_TERMS(List.of("I7", "I8"), TakesOldTerms::new),
    /** The guard does not know a step again. */
    DOES_STEPS_AGAIN(List.of("I7"), DoesStepsAgain::new),
    /** The guard forgets an operation's steps as soon as each has ended. */
    FORGETS_TOO_EARLY(List.of("I7"), () -> new Tampering() {
        @Override
        public void afterTheEnd(CommandEnvelope envelope, CommandGuard guard) {
            guard.forget(
                    envelope.operation(), Optional.of(new JournalPlace(envelope.epoch(), envelope.journalSequence())));
        }
    }),
    /** The guard's log is not kept. */
    KEEPS_NO_LOG(List.of("I7", "I8"), () -> new Tampering() {
        @Override
        public SimulatedGuardLog found(SimulatedGuardLog disk) {
            return new SimulatedGuardLog();
        }
    }),
    /** The guard's last records are not on the disk yet when they are relied on. */
    DOES_NOT_SYNC_THE_LOG(List.of("I7", "I8"), () -> new Tampering() {
        @Override
        public SimulatedGuardLog found(SimulatedGuardLog disk) {
            List<byte[]> records = disk.read();
            SimulatedGuardLog shorter = new SimulatedGuardLog();
            records.subList(0, Math.max(0, records.size() - 3)).forEach(shorter::append);
            return shorter;
        }
    }),
    /** A commit returns before the disk has it. */
    DOES_NOT_SYNC_THE_DATABASE(List.of("I3", "I6"), () -> new Tampering() {
        @Override
        public MemoryStore found(MemoryStore now, MemoryStore before) {
            return before.copy();
        }
    }),
    /** What an ended operation had reserved stays reserved. */
    KEEPS_RESERVATIONS(List.of("I4"), () -> new Unwritten(StoreWrite.DropReservations.class)),
    /** That an operation ended is not written down. */
    FORGETS_ENDS(List.of("I6"), () -> new Tampering() {
        @Override
        public List<StoreWrite> written(List<StoreWrite> writes) {
            return writes.stream()
                    .filter(write -> !(write instanceof StoreWrite.PutOperation put)
                            || put.operation().isOpen())
                    .toList();
        }
    }),
    /** Who owns a guest after it moved is not written down. */
    FORGETS_OWNERS(List.of("I3"), () -> new Tampering() {
        @Override
        public List<StoreWrite> written(List<StoreWrite> writes) {
            return writes.stream().filter(write -> !isMoved(write)).toList();
        }

        private static boolean isMoved(StoreWrite write) {
            return write instanceof StoreWrite.PutGuest(GuestRecord guest)
                    && guest.placement().value() > 1;
        }
    }),
    /** Nothing locks the disks, and both ends of a migration run. */
    LOCKS_NO_DISKS(List.of("I1"), () -> new Tampering() {
        @Override
        public MigrationFault migration(MigrationFault fault) {
            return MigrationFault.BOTH_RUN;
        }
    }),
    /** An agent that hears no controller stops what runs. */
    STOPS_GUESTS_WHEN_ALONE(List.of("I14"), () -> new Tampering() {
        @Override
        public void linkEnded(Node node) {
            if (node.outside().hasPower()) {
                node.outside().running().stream().limit(1).forEach(node.hypervisor()::destroy);
            }
        }
    }),
    /** An agent says that a guest is not there when it was only asked at a bad moment. */
    LOOKS_AWAY(List.of("I1", "I2"), () -> new Tampering() {
        @Override
        public CommandResult answered(CommandEnvelope envelope, CommandResult result) {
            return result instanceof CommandResult.GuestInspected(var guest, long held, long buried)
                    ? new CommandResult.GuestInspected(Optional.empty(), held, buried)
                    : result;
        }
    });

    private final List<String> breaks;
    private final Supplier<Tampering> mistake;

    SeededBug(List<String> breaks, Supplier<Tampering> mistake) {
        this.breaks = breaks;
        this.mistake = mistake;
    }

    /** The invariants that it breaks, one or the other first. */
    List<String> breaks() {
        return breaks;
    }

    Tampering mistake() {
        return mistake.get();
    }

    private static final class TakesOldTerms implements Tampering {
        private final Map<CommandGuard, Epoch> newest = new IdentityHashMap<>();
        private long number;

        @Override
        public CommandEnvelope beforeTheGuard(CommandEnvelope envelope, CommandGuard guard) {
            number++;
            Epoch known =
                    newest.merge(guard, envelope.epoch(), (old, said) -> said.number() > old.number() ? said : old);
            return new CommandEnvelope(
                    envelope.operation(),
                    envelope.step(),
                    known,
                    number,
                    envelope.journalSequence(),
                    guard.generation(),
                    envelope.placement(),
                    envelope.deadlineMs(),
                    envelope.command());
        }
    }

    private static final class DoesStepsAgain implements Tampering {
        private static final long BEYOND = 1_000_000_000;

        private long number;

        @Override
        public CommandEnvelope beforeTheGuard(CommandEnvelope envelope, CommandGuard guard) {
            if (!(envelope.command() instanceof AgentCommand.Change)) {
                return envelope;
            }
            number++;
            return new CommandEnvelope(
                    new OperationId(new UUID((number << 16) | 0x7000L, 0x9000_0000_0000_0000L)),
                    envelope.step(),
                    envelope.epoch(),
                    BEYOND + number,
                    envelope.journalSequence(),
                    envelope.generation(),
                    envelope.placement(),
                    envelope.deadlineMs(),
                    envelope.command());
        }
    }

    private record Unwritten(Class<? extends StoreWrite> kind) implements Tampering {
        @Override
        public List<StoreWrite> written(List<StoreWrite> writes) {
            return writes.stream().filter(write -> !kind.isInstance(write)).toList();
        }
    }
}
