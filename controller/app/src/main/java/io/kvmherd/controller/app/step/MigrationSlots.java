package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.Optional;

/**
 * Keeps single migrations within the limits of migrations in and out of one host. An evacuation waits for a slot; a person
 * is told that there is none, because a migration that begins some time later is rarely what was meant.
 */
final class MigrationSlots {
    private MigrationSlots() {}

    static Optional<Response> refusal(Turn turn, GuestRecord guest, HostId to) {
        ClusterView view = turn.view();
        Answer slots = MigrationRules.slots(
                view,
                view.host(guest.host().orElseThrow()).orElseThrow(),
                view.host(to).orElseThrow());
        return slots.isYes() ? Optional.empty() : Optional.of(Refusals.noSlot(guest, to, slots.reasons()));
    }
}
