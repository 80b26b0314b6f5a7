package io.kvmherd.controller.http;

import io.kvmherd.common.api.AdoptedResource;
import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.api.GuestResource.GuestObstacle;
import io.kvmherd.common.api.HindranceResource;
import io.kvmherd.common.api.UnmanagedList;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PolicySource;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.placement.Mobilities;
import io.kvmherd.controller.engine.placement.Mobility;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Guests as the API shows them. */
final class GuestResources {
    private GuestResources() {}

    static GuestList page(Snapshot snapshot, Page page) {
        List<GuestView> rest = snapshot.view().guests().values().stream()
                .filter(guest -> page.after().isEmpty()
                        || guest.spec().name().compareTo(page.after().get()) > 0)
                .sorted(Comparator.comparing(guest -> guest.spec().name()))
                .limit(page.limit() + 1L)
                .toList();
        Mobilities mobilities = Mobilities.of(snapshot.view());
        List<GuestView> shown = rest.stream().limit(page.limit()).toList();
        return new GuestList(
                shown.stream().map(guest -> of(snapshot, guest, mobilities)).toList(),
                rest.size() > shown.size() ? Optional.of(shown.getLast().spec().name()) : Optional.empty());
    }

    static GuestResource of(Snapshot snapshot, GuestView guest) {
        return of(snapshot, guest, Mobilities.of(snapshot.view()));
    }

    private static GuestResource of(Snapshot snapshot, GuestView guest, Mobilities mobilities) {
        GuestRecord record = snapshot.state().guests().get(guest.id());
        Optional<Mobility> mobility = mobility(guest, mobilities);
        return new GuestResource(
                guest.id(),
                guest.spec().name(),
                guest.state(),
                guest.wish(),
                guest.host(),
                guest.placement().value(),
                record == null ? guest.spec() : record.spec(),
                guest.residentMib(),
                guest.operation(),
                mobility.map(known -> OptionalInt.of(known.possible())).orElse(OptionalInt.empty()),
                record == null ? snapshot.now().wall() : record.createdAt(),
                mobility.map(Mobility::obstacles).orElse(List.of()).stream()
                        .map(GuestResources::obstacle)
                        .toList(),
                record == null ? List.of() : record.outside(),
                Optional.ofNullable(record).flatMap(GuestResources::adopted),
                guest.carriesController(),
                Optional.ofNullable(record).flatMap(GuestRecord::ownStart),
                guest.evacuation(),
                guest.spec().migration().orElse(snapshot.view().settings().migrationPolicy()),
                guest.spec().migration().isPresent()
                        ? PolicySource.GUEST
                        : snapshot.state().cluster().migrationFrom());
    }

    /** Guests that nobody manages. */
    static UnmanagedList unmanaged(Snapshot snapshot) {
        return new UnmanagedList(snapshot.view().hosts().values().stream()
                .flatMap(host -> host.unmanaged().stream()
                        .sorted(Comparator.comparing(ObservedGuest::name))
                        .map(guest -> new UnmanagedList.Item(
                                guest.id(),
                                guest.name(),
                                host.id(),
                                guest.state(),
                                guest.vcpus(),
                                guest.memoryMib(),
                                guest.residentMib())))
                .toList());
    }

    private static Optional<AdoptedResource> adopted(GuestRecord guest) {
        return guest.adoption()
                .map(adoption -> new AdoptedResource(
                        adoption.at(),
                        guest.hindrances().stream().map(HindranceResource::of).toList(),
                        adoption.startsWithHost()));
    }

    private static Optional<Mobility> mobility(GuestView guest, Mobilities mobilities) {
        boolean runs = guest.state() == GuestState.RUNNING && guest.host().isPresent();
        return runs ? Optional.of(mobilities.of(guest)) : Optional.empty();
    }

    private static GuestObstacle obstacle(Mobility.Obstacle obstacle) {
        return new GuestObstacle(obstacle.kind(), obstacle.hosts());
    }
}
