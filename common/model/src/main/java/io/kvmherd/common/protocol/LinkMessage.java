package io.kvmherd.common.protocol;

import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Everything that travels on the command link. */
public sealed interface LinkMessage permits CommandEnvelope, LinkMessage.FromAgent, LinkMessage.FromController {

    /** Said by an agent. */
    sealed interface FromAgent extends LinkMessage {}

    /** Said by a controller; commands are {@code CommandEnvelope}. */
    sealed interface FromController extends LinkMessage {}

    /**
     * First message of an agent.
     *
     * @param version of the wire format
     * @param highestEpoch highest epoch number that the agent has made durable
     * @param mode what the agent was started for; empty, from an agent that does not know the word, is MANAGE
     * @param place newest place in its database's history of which this host knows because a step was begun or forgotten here;
     *     empty while none was
     */
    record AgentGreeting(
            int version,
            HostId host,
            HostGeneration generation,
            long highestEpoch,
            Optional<ManagementMode> mode,
            Optional<JournalPlace> place)
            implements FromAgent {}

    /**
     * First message of a controller.
     *
     * @param databaseId which database it acts from
     * @param journalSequence how much that database knows; an agent that has seen more refuses
     * @param place the one that the greeting named, as it was there
     * @param hasPlace whether it lies in the history of that database; an agent that knows of one which does not refuses
     */
    record ControllerHello(
            int version,
            Epoch epoch,
            UUID databaseId,
            long journalSequence,
            Optional<JournalPlace> place,
            boolean hasPlace)
            implements FromController {}

    /**
     * Answer to a hello that was accepted: the epoch is durable, and this is what the host has.
     *
     * @param facts what the host is
     * @param guests all domains, from libvirt itself
     * @param openSteps steps whose begin is in the guard's log and that were not forgotten
     */
    record Inventory(
            long epoch,
            HostGeneration generation,
            HostFacts facts,
            List<ObservedGuest> guests,
            List<OpenStep> openSteps)
            implements FromAgent {
        public Inventory {
            guests = List.copyOf(guests);
            openSteps = List.copyOf(openSteps);
        }
    }

    /** A step that the guard remembers; ended or still going on. */
    record OpenStep(OperationId operation, int step, boolean ended) {}

    /** The hello was not accepted. */
    record HelloRefused(CommandResult.Refusal refusal, long highestEpoch, String detail) implements FromAgent {

        /** Whether the hello only answered a greeting that is out of date: the agent hangs up, dials and greets again. */
        public boolean asksToGreetAgain() {
            return refusal == CommandResult.Refusal.OUT_OF_SEQUENCE;
        }
    }

    record CommandAnswer(OperationId operation, int step, CommandResult result) implements FromAgent {}

    /**
     * How a migration goes on; sent each second by the source.
     *
     * @param phase what libvirt is doing
     * @param totalBytes memory and disks to send, as known now
     * @param sentBytes of them sent
     * @param remainingBytes of them still to send, dirtied again included
     * @param bytesPerSecond measured transfer rate
     * @param dirtyBytesPerSecond rate at which the guest dirties memory, 0 while unknown
     * @param iteration pass over memory, from 1
     * @param elapsedMs since the start
     * @param downtimeMs expected or, at the end, real pause
     * @param downtimeAllowedMs how long the pause may be at the moment, 0 while that was not set
     * @param throttlePercent by how much the guest is slowed down
     * @param diskTotalBytes of the total, what belongs to disks that are copied along
     * @param diskSentBytes of what was sent, likewise
     */
    record MigrationProgress(
            OperationId operation,
            int step,
            MigrationPhase phase,
            long totalBytes,
            long sentBytes,
            long remainingBytes,
            long bytesPerSecond,
            long dirtyBytesPerSecond,
            long iteration,
            long elapsedMs,
            long downtimeMs,
            long downtimeAllowedMs,
            long throttlePercent,
            long diskTotalBytes,
            long diskSentBytes)
            implements FromAgent {}

    /** Phase of a migration as far as its source can tell. */
    enum MigrationPhase {
        PREPARING,
        COPYING,
        FINISHING,
        /** The guest runs on the destination, its memory follows; there is no way back. */
        POST_COPY,
        ENDED
    }

    /**
     * A guest changed, whoever did it; the inventory of one guest.
     *
     * @param duringStep whether a step of a command about this guest was carried out here while it was looked at: what is
     *     seen then may be half of what the command does. Another one follows when the step has ended
     */
    record GuestChanged(ObservedGuest guest, boolean duringStep) implements FromAgent {}

    /**
     * How a guest of ours is defined, told when an agent begins to talk to a controller and whenever it has changed.
     * Looked at while no step of a command about this guest was carried out.
     */
    record GuestDefined(GuestId guest, DomainDefinition definition) implements FromAgent {}

    /** A guest's definition is gone. */
    record GuestVanished(GuestId guest) implements FromAgent {}

    /**
     * The operation ended and that is durable: the guard may forget its steps.
     *
     * @param place at which the database's history has that; empty from a controller that does not know the word
     */
    record Forget(OperationId operation, Optional<JournalPlace> place) implements FromController {}
}
