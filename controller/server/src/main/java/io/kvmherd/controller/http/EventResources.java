package io.kvmherd.controller.http;

import io.kvmherd.common.api.EventResource;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.OperationEntry;
import java.time.Instant;
import java.util.Optional;

/** Events as the API shows them: each with the thing that changed as it is now, so that a watcher need not ask for it. */
final class EventResources {
    private static final String CLUSTER = "cluster";

    private EventResources() {}

    /** Empty for what is about a thing that the event does not name. */
    static Optional<EventResource> of(Snapshot snapshot, EventRecord event) {
        return switch (event.what()) {
            case HOST_REGISTERED,
                    HOST_REMOVED,
                    HOST_ADDED,
                    HOST_CPU,
                    HOST_REACHABILITY,
                    HOST_DUTY,
                    HOST_MODE,
                    HOST_MIGRATIONS,
                    POOL_PROVED_SHARED ->
                event.host()
                        .map(host -> host(snapshot, event.sequence(), event.at(), host)
                                .saying(Announcements.of(event)));
            case GUEST_CREATED,
                    GUEST_STATE,
                    GUEST_MOVED,
                    GUEST_DELETED,
                    GUEST_ACCEPTED,
                    GUEST_ADOPTED,
                    GUEST_RELEASED -> event.guest().map(guest -> guest(snapshot, event.sequence(), event.at(), guest));
            case OPERATION_STARTED, OPERATION_PHASE, OPERATION_ENDED ->
                event.operation().map(operation -> operation(snapshot, event.sequence(), event.at(), operation));
            case MIGRATION_PROGRESS -> event.operation().map(operation -> progress(snapshot, event, operation));
            case GUEST_RUNS_TWICE, HOST_REFUSED_EPOCH, GUEST_ABSENT, GUEST_UNKNOWN, PLAN_DISPUTED ->
                Alarms.of(event)
                        .map(alarm -> new EventResource(
                                event.sequence(),
                                event.at(),
                                EventResource.Type.ALARM,
                                event.guest()
                                        .map(GuestId::toString)
                                        .or(() -> event.host().map(HostId::value))
                                        .orElse(""),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(alarm),
                                Optional.empty(),
                                Optional.empty()));
            case GUEST_CHANGED_OUTSIDE -> event.guest().flatMap(guest -> outside(snapshot, event, guest));
            case CLUSTER_MODE, CLUSTER_MIGRATION -> Optional.of(cluster(event));
        };
    }

    static EventResource host(Snapshot snapshot, long sequence, Instant at, HostId host) {
        return new EventResource(
                sequence,
                at,
                EventResource.Type.HOST,
                host.value(),
                snapshot.view().host(host).map(known -> HostResources.of(snapshot, known)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static EventResource cluster(EventRecord event) {
        return new EventResource(
                        event.sequence(),
                        event.at(),
                        EventResource.Type.CLUSTER,
                        CLUSTER,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .saying(Announcements.of(event));
    }

    static EventResource guest(Snapshot snapshot, long sequence, Instant at, GuestId guest) {
        return new EventResource(
                sequence,
                at,
                EventResource.Type.GUEST,
                guest.toString(),
                Optional.empty(),
                snapshot.view().guest(guest).map(known -> GuestResources.of(snapshot, known)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static EventResource operation(Snapshot snapshot, long sequence, Instant at, OperationId operation) {
        return new EventResource(
                sequence,
                at,
                EventResource.Type.OPERATION,
                operation.toString(),
                Optional.empty(),
                Optional.empty(),
                entry(snapshot, operation).map(entry -> OperationResources.of(snapshot, entry.record())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static EventResource progress(Snapshot snapshot, EventRecord event, OperationId operation) {
        return new EventResource(
                event.sequence(),
                event.at(),
                EventResource.Type.PROGRESS,
                operation.toString(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                entry(snapshot, operation).flatMap(OperationEntry::progress).map(OperationResources::of),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<EventResource> outside(Snapshot snapshot, EventRecord event, GuestId guest) {
        return event.host()
                .map(host -> new OutsideChange(
                        OutsideChange.What.valueOf(event.details().getOrDefault("what", "")),
                        host,
                        event.at(),
                        event.details().getOrDefault("detail", ""),
                        false))
                .map(change -> new EventResource(
                        event.sequence(),
                        event.at(),
                        EventResource.Type.OUTSIDE,
                        guest.toString(),
                        Optional.empty(),
                        snapshot.view().guest(guest).map(known -> GuestResources.of(snapshot, known)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(change),
                        Optional.empty()));
    }

    private static Optional<OperationEntry> entry(Snapshot snapshot, OperationId operation) {
        return Optional.ofNullable(snapshot.state().operations().get(operation));
    }
}
