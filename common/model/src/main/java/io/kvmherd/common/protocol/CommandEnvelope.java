package io.kvmherd.common.protocol;

import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;

/**
 * One command with all that an agent needs to decide whether it may be carried out.
 *
 * @param operation operation it belongs to
 * @param step number of the step within the operation; a known (operation, step) is answered again, not done again
 * @param epoch the sender's term
 * @param sequence grows within one epoch and host; a changed order is noticed
 * @param journalSequence how much the sender's database knows, this step included; an agent that begins it remembers, and
 *     refuses a database that knows less
 * @param generation life of the host that the controller planned with; a new step for another life is refused
 * @param placement generation of the guest concerned; 0 for a command about the host
 * @param deadlineMs how long, from its arrival, the answer is worth something
 * @param command what to do
 */
public record CommandEnvelope(
        OperationId operation,
        int step,
        Epoch epoch,
        long sequence,
        long journalSequence,
        HostGeneration generation,
        PlacementGeneration placement,
        long deadlineMs,
        AgentCommand command)
        implements LinkMessage {

    public CommandEnvelope withJournalSequence(long known) {
        return new CommandEnvelope(operation, step, epoch, sequence, known, generation, placement, deadlineMs, command);
    }
}
