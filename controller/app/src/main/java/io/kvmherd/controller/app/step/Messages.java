package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Input.MessageArrived;
import io.kvmherd.controller.app.state.HostEntry;
import java.util.Optional;

/** What agents say, to whom it belongs. Only the newest link of a host is listened to. */
final class Messages {
    private Messages() {}

    static void arrived(Turn turn, MessageArrived arrived) {
        HostId host = arrived.host();
        if (arrived.message() instanceof LinkMessage.AgentGreeting greeting) {
            Hosts.greeted(turn, host, arrived.link(), greeting);
            return;
        }
        Optional<HostEntry> entry =
                turn.host(host).filter(known -> known.presence().link().equals(Optional.of(arrived.link())));
        if (entry.isPresent()) {
            heard(turn, entry.get(), arrived.message());
        }
    }

    private static void heard(Turn turn, HostEntry entry, LinkMessage.FromAgent message) {
        switch (message) {
            case LinkMessage.AgentGreeting greeting ->
                throw new IllegalStateException("a greeting is taken before: " + greeting);
            case LinkMessage.Inventory inventory -> Hosts.inventoried(turn, entry, inventory);
            case LinkMessage.HelloRefused refusal -> Hosts.refused(turn, entry, refusal);
            case LinkMessage.CommandAnswer answer -> {
                if (!Inquiries.answered(turn, entry.id(), answer)
                        && !SurveyRequests.answered(turn, entry.id(), answer)) {
                    Operations.answered(turn, entry.id(), answer);
                }
            }
            case LinkMessage.MigrationProgress progress -> Operations.progressed(turn, entry.id(), progress);
            case LinkMessage.GuestChanged changed ->
                Hosts.guestChanged(turn, entry, changed.guest(), changed.duringStep());
            case LinkMessage.GuestDefined defined -> DefinitionChanges.told(turn, entry.id(), defined);
            case LinkMessage.GuestVanished vanished -> Hosts.guestVanished(turn, entry, vanished);
        }
    }
}
