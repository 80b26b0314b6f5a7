package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.state.ControllerState;
import java.util.Optional;

/**
 * Puts the place in the journal that a turn ends at on what the turn sends: a host that begins a step, or forgets it, has seen
 * a database that knows of that. Only the end of a turn knows whether it writes anything.
 */
final class JournalStamps {
    private JournalStamps() {}

    /** Lets a host forget the steps of an operation that has ended; the end of the turn says at which place that is. */
    static LinkMessage.Forget forgetting(OperationId operation) {
        return new LinkMessage.Forget(operation, Optional.empty());
    }

    static Effect put(Effect effect, ControllerState after) {
        return switch (effect) {
            case Effect.Send(HostId host, long link, CommandEnvelope command) ->
                new Effect.Send(host, link, command.withJournalSequence(after.journalSequence()));
            case Effect.Send(HostId host, long link, LinkMessage.Forget forget) ->
                new Effect.Send(
                        host,
                        link,
                        new LinkMessage.Forget(
                                forget.operation(),
                                Optional.of(new JournalPlace(after.identity().epoch(), after.journalSequence()))));
            default -> effect;
        };
    }
}
