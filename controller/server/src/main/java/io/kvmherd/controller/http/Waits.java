package io.kvmherd.controller.http;

import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.Phase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom an open operation waits for, and since when. An operation that cannot end before a host is back says so for as long
 * as it takes; one that consists of others says which of them waits.
 */
final class Waits {
    private Waits() {}

    static Optional<MessageResource> of(Snapshot snapshot, OperationRecord operation) {
        if (operation.kind().isParent()) {
            return ofParent(snapshot, operation);
        }
        return silentHost(snapshot, operation)
                .map(host -> new MessageResource(
                        "It waits for host " + host + " since " + since(snapshot, operation) + ".",
                        "Phase " + operation.phase() + " needs an answer of it, and its command link is not open."
                                + decided(operation.phase()),
                        "Look at the agent on " + host + " and at the network between; it goes on by itself."))
                .or(() -> cancelling(operation));
    }

    private static Optional<MessageResource> ofParent(Snapshot snapshot, OperationRecord parent) {
        return snapshot.state().operations().values().stream()
                .map(OperationEntry::record)
                .filter(child -> child.isOpen() && child.parent().equals(Optional.of(parent.id())))
                .flatMap(child -> silentHost(snapshot, child).stream()
                        .map(host -> new MessageResource(
                                "It waits for guest "
                                        + child.guest().map(snapshot::guestName).orElse("") + ", which waits for host "
                                        + host + " since " + since(snapshot, child) + ".",
                                "Operation " + child.id() + " is in phase " + child.phase()
                                        + " and the host's command link is not open.",
                                "Look at the agent on " + host + "; see kvmherd operation show " + child.id())))
                .findFirst()
                .or(() -> cancelling(parent));
    }

    private static Optional<MessageResource> cancelling(OperationRecord operation) {
        return operation.cancelRequested()
                ? Optional.of(new MessageResource(
                        "It is being cancelled.",
                        "It ends when its hosts are known to be in order.",
                        "Wait for its end."))
                : Optional.empty();
    }

    /** The first host that the phase needs and that cannot be asked. */
    private static Optional<HostId> silentHost(Snapshot snapshot, OperationRecord operation) {
        Stream<HostId> needed = operation.phase() == Phase.STAND_BY
                ? Stream.of(operation.host(), operation.destination()).flatMap(Optional::stream)
                : operation.addressee().stream();
        return needed.flatMap(host -> Stream.ofNullable(snapshot.state().hosts().get(host)))
                .filter(host -> !host.takesCommands())
                .map(HostEntry::id)
                .findFirst();
    }

    private static Instant since(Snapshot snapshot, OperationRecord operation) {
        long inPhaseMs = Stream.ofNullable(snapshot.state().operations().get(operation.id()))
                .mapToLong(entry -> snapshot.now().monotonicMs() - entry.pace().phaseSinceMs())
                .findFirst()
                .orElse(0);
        return snapshot.now().wall().minusMillis(Math.max(0, inPhaseMs)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** What is certain about the guest although the host cannot be asked. */
    private static String decided(Phase phase) {
        List<Phase> moved = List.of(Phase.ADOPT, Phase.BURY);
        List<Phase> unknown = List.of(
                Phase.SEND,
                Phase.INSPECT_SOURCE,
                Phase.INSPECT_DESTINATION,
                Phase.REMOVE_SOURCE_COPY,
                Phase.CLOSE_DESTINATION);
        if (moved.contains(phase)) {
            return " The guest has moved.";
        }
        return unknown.contains(phase)
                ? " Where the guest runs is certain only when both hosts have said so, so nothing else is done with it."
                : "";
    }
}
