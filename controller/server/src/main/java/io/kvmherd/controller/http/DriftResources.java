package io.kvmherd.controller.http;

import io.kvmherd.common.api.DriftResource;
import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.outside.KnownDefinition;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.List;
import java.util.Optional;

/** What others made of a guest's definition, as the API shows it. */
final class DriftResources {
    private DriftResources() {}

    static DriftResource of(Snapshot snapshot, GuestView guest) {
        Optional<GuestRecord> record =
                Optional.ofNullable(snapshot.state().guests().get(guest.id()));
        Optional<KnownDefinition> known = record.flatMap(GuestRecord::definition);
        Optional<DomainDefinition> seen = known.map(KnownDefinition::seen);
        return new DriftResource(
                guest.id(),
                guest.spec().name(),
                guest.host(),
                known.isPresent(),
                known.map(KnownDefinition::isEdited).orElse(false),
                known.map(KnownDefinition::edits).orElse(List.of()),
                known.map(KnownDefinition::runningEdits).orElse(List.of()),
                known.map(KnownDefinition::lines).orElse(List.of()),
                seen.map(DomainDefinition::autostart).orElse(false),
                known.map(definition -> definition.accepted().autostart()).orElse(false),
                seen.map(DomainDefinition::snapshots).orElse(List.of()));
    }
}
