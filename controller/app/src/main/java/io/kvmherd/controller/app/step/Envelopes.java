package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import java.util.Optional;

/** Puts a command of an operation into its envelope: this controller's epoch and the life that its host has now. */
record Envelopes(Turn turn, OperationRecord operation) {

    /** Empty while the host has not acknowledged the epoch in a life that is known on a link. */
    Optional<CommandEnvelope> to(HostId host, int step, PlacementGeneration placement, AgentCommand command) {
        return turn.host(host)
                .filter(HostEntry::takesCommands)
                .flatMap(entry -> entry.presence().generation())
                .map(life -> new CommandEnvelope(
                        operation.id(),
                        step,
                        turn.identity().epoch(),
                        turn.nextCommandSequence(),
                        turn.journalSequence(),
                        life,
                        placement,
                        AppLimits.COMMAND_DEADLINE_MS,
                        command));
    }
}
