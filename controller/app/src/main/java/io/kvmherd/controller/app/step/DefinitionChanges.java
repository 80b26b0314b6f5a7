package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.outside.KnownDefinition;
import java.util.List;
import java.util.Optional;

/**
 * Notices what others do to guests' definitions. What the owner tells is compared with what was accepted; no operation of
 * ours edits a definition, so nothing that differs needs to be explained away, whatever goes on with the guest at the time.
 * What the operator has restored is equal again by itself.
 */
final class DefinitionChanges {
    private DefinitionChanges() {}

    static void told(Turn turn, HostId host, LinkMessage.GuestDefined told) {
        turn.guest(told.guest())
                .filter(known -> known.host().equals(Optional.of(host)))
                .ifPresent(known -> compare(turn, host, known, told));
    }

    private static void compare(Turn turn, HostId host, GuestRecord known, LinkMessage.GuestDefined told) {
        Optional<KnownDefinition> before = known.definition();
        KnownDefinition now = before.map(definition -> definition.seenAs(told.definition()))
                .orElseGet(() -> KnownDefinition.first(told.definition()));
        if (before.equals(Optional.of(now))) {
            return;
        }
        List<OutsideChange> happened = before.map(now::since).orElse(List.of()).stream()
                .map(change -> new OutsideChange(
                        change.what(),
                        host,
                        turn.now().wall(),
                        change.detail(),
                        change.what().isOnlyTold()))
                .toList();
        turn.put(known.definedAs(now, happened));
        OutsideChanges.tell(turn, known, happened);
    }
}
