package io.kvmherd.agent.core.guard;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.AgentCommand.Change;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A controller for tests of the guard: says hello and sends commands in order. */
final class Commands {

    static final GuestId GUEST = new GuestId(new UUID(1, 1));
    static final UUID DATABASE = new UUID(9, 9);
    static final UUID CONTROLLER = new UUID(8, 8);
    static final Optional<JournalPlace> PLACE = Optional.of(new JournalPlace(new Epoch(5, CONTROLLER), 100));

    private final CommandGuard guard;
    private Epoch epoch = new Epoch(5, CONTROLLER);
    private HostGeneration generation;
    private long sequence;
    private long journal = 100;

    Commands(CommandGuard guard) {
        this.guard = guard;
        this.generation = guard.generation();
    }

    /** A controller of epoch 5 whose hello was accepted. */
    static Commands accepted(CommandGuard guard) {
        guard.hello(helloTo(guard, 5, CONTROLLER));
        return new Commands(guard);
    }

    static ControllerHello hello(long epoch, UUID controller, UUID database, long journal) {
        return new ControllerHello(1, new Epoch(epoch, controller), database, journal, Optional.empty(), true);
    }

    /** The answer to a greeting with the place. */
    static ControllerHello hello(long epoch, UUID controller, long journal, JournalPlace place, boolean has) {
        return new ControllerHello(1, new Epoch(epoch, controller), DATABASE, journal, Optional.of(place), has);
    }

    /** From the database that has all that was done on this host. */
    static ControllerHello helloTo(CommandGuard guard, long epoch, UUID controller) {
        return new ControllerHello(1, new Epoch(epoch, controller), DATABASE, 100, guard.newestPlace(), true);
    }

    Commands inEpoch(long number, UUID controller) {
        epoch = new Epoch(number, controller);
        return this;
    }

    Commands forLife(HostGeneration life) {
        generation = life;
        return this;
    }

    /** From a database that knows so much. */
    Commands withJournal(long known) {
        journal = known;
        return this;
    }

    Commands withSequence(long next) {
        sequence = next - 1;
        return this;
    }

    Admission send(OperationId operation, int step, long placement, AgentCommand command) {
        sequence++;
        return guard.admit(new CommandEnvelope(
                operation,
                step,
                epoch,
                sequence,
                journal,
                generation,
                new PlacementGeneration(placement),
                60_000,
                command));
    }

    static OperationId operation(long number) {
        return new OperationId(new UUID(7, number));
    }

    static GuestId guest(long number) {
        return new GuestId(new UUID(1, number));
    }

    /** One of each change about a guest, with whether it needs a generation that was not buried. */
    static List<Change> changesOf(GuestId guest) {
        return List.of(
                new AgentCommand.CreateGuest(guest, spec()),
                new AgentCommand.StartGuest(guest),
                new AgentCommand.ShutDownGuest(guest),
                new AgentCommand.DestroyGuest(guest),
                new AgentCommand.DestroyLeftBehind(guest),
                new AgentCommand.DeleteGuest(guest),
                new AgentCommand.ResumeGuest(guest),
                new AgentCommand.ExpectArrival(guest, new HostId("h2"), 1_000, List.of()),
                new AgentCommand.WithdrawArrival(guest, List.of()),
                new AgentCommand.MigrateGuest(
                        guest,
                        new HostId("h2"),
                        "u",
                        "m",
                        "v",
                        List.of(),
                        0,
                        1,
                        1,
                        Optional.empty(),
                        List.of(),
                        Optional.empty()),
                new AgentCommand.RelocateGuest(guest, new HostId("h2"), "u", List.of()),
                new AgentCommand.FollowMigration(guest, 1, 1, Optional.empty()),
                new AgentCommand.LimitMigration(guest, 1),
                new AgentCommand.StartPostCopy(guest),
                new AgentCommand.AbortMigration(guest),
                new AgentCommand.AdoptArrival(guest, List.of()),
                new AgentCommand.AdoptGuest(guest, StartsWithHost.NO),
                new AgentCommand.RedefineGuest(guest, "web", "", false, Optional.empty()),
                new AgentCommand.ReleaseGuest(guest),
                new AgentCommand.BuryGuest(guest));
    }

    static GuestSpec spec() {
        return new GuestSpec(
                "web",
                1,
                128,
                0,
                Virtualisation.EMULATED,
                "qemu64",
                "",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "",
                CannotMove.BLOCK);
    }
}
