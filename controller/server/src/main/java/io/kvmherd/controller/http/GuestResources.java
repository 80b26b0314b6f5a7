package io.kvmherd.controller.http;

import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.placement.Ledger;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.placement.Placer;
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
        Ledger ledger = Ledger.of(snapshot.view());
        List<GuestView> shown = rest.stream().limit(page.limit()).toList();
        return new GuestList(
                shown.stream().map(guest -> of(snapshot, guest, ledger)).toList(),
                rest.size() > shown.size() ? Optional.of(shown.getLast().spec().name()) : Optional.empty());
    }

    static GuestResource of(Snapshot snapshot, GuestView guest) {
        return of(snapshot, guest, Ledger.of(snapshot.view()));
    }

    private static GuestResource of(Snapshot snapshot, GuestView guest, Ledger ledger) {
        GuestRecord record = snapshot.state().guests().get(guest.id());
        return new GuestResource(
                guest.id(),
                guest.spec().name(),
                guest.state(),
                guest.wish(),
                guest.host(),
                guest.placement().value(),
                guest.spec(),
                guest.residentMib(),
                guest.operation(),
                mobility(snapshot, guest, ledger),
                record == null ? snapshot.now().wall() : record.createdAt());
    }

    private static OptionalInt mobility(Snapshot snapshot, GuestView guest, Ledger ledger) {
        if (guest.state() != GuestState.RUNNING || guest.host().isEmpty()) {
            return OptionalInt.empty();
        }
        long possible = Placer.place(snapshot.view(), ledger, PlacementRequest.toMove(guest)).verdicts().stream()
                .filter(said -> said.verdict() == Verdict.YES)
                .count();
        return OptionalInt.of((int) possible);
    }
}
