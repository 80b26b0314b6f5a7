package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.Reservation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Folds what the controller knows into the picture that the engine decides on. */
public final class Views {
    private Views() {}

    public static ClusterView of(ControllerState state, Moment now) {
        SortedMap<GuestId, OperationId> holders = new TreeMap<>();
        state.operations().values().stream()
                .map(OperationEntry::record)
                .filter(operation -> operation.isOpen() && operation.guest().isPresent())
                .forEach(operation -> holders.put(operation.guest().orElseThrow(), operation.id()));
        SortedMap<GuestId, GuestView> guests = new TreeMap<>();
        for (GuestRecord guest : state.guests().values()) {
            guests.put(guest.id(), guestView(guest, state, Optional.ofNullable(holders.get(guest.id()))));
        }
        SortedMap<HostId, HostView> hosts = new TreeMap<>();
        for (HostEntry host : state.hosts().values()) {
            hosts.put(host.id(), hostView(host, state, now));
        }
        return new ClusterView(
                state.version(),
                state.cluster().over(state.settings()),
                hosts,
                guests,
                reservations(state.operations().values(), state.guests()),
                state.storage(),
                Rates.of(state.operations().values()));
    }

    /**
     * What open operations hold. A function of the operation and its guest alone, so a restarted controller holds exactly
     * what the one before it held; the database keeps the same rows for others to read. A definition that moves by itself
     * needs no room; as a part of something greater it may be followed by a start, if the guest shall run.
     */
    static List<Reservation> reservationsOf(OperationRecord operation, GuestRecord guest) {
        List<Reservation> held = new ArrayList<>();
        switch (operation.kind()) {
            case CREATE, START ->
                operation
                        .host()
                        .ifPresent(host -> held.add(hold(operation, guest, host, Reservation.Purpose.ARRIVING)));
            case FOLLOW ->
                operation
                        .destination()
                        .ifPresent(host -> held.add(hold(operation, guest, host, Reservation.Purpose.ARRIVING)));
            case MIGRATE -> {
                operation
                        .destination()
                        .ifPresent(host -> held.add(hold(operation, guest, host, Reservation.Purpose.ARRIVING)));
                operation.host().ifPresent(host -> held.add(hold(operation, guest, host, Reservation.Purpose.LEAVING)));
            }
            case RELOCATE -> {
                if (operation.parent().isPresent() && guest.wish() == Wish.RUNNING) {
                    operation
                            .destination()
                            .ifPresent(host -> held.add(hold(operation, guest, host, Reservation.Purpose.ARRIVING)));
                }
            }
            case DEFINE, SHUT_DOWN, STOP, DELETE, TAKE_OVER, GIVE_BACK, REDEFINE, EVACUATE, APPLY_PLAN, RESTORE -> {
                return List.of();
            }
        }
        return held;
    }

    private static List<Reservation> reservations(
            Collection<OperationEntry> operations, SortedMap<GuestId, GuestRecord> guests) {
        List<Reservation> all = new ArrayList<>();
        for (OperationEntry entry : operations) {
            OperationRecord operation = entry.record();
            if (operation.isOpen() && operation.guest().isPresent()) {
                Optional.ofNullable(guests.get(operation.guest().orElseThrow()))
                        .ifPresent(guest -> all.addAll(reservationsOf(operation, guest)));
            }
        }
        return all;
    }

    private static Reservation hold(
            OperationRecord operation, GuestRecord guest, HostId host, Reservation.Purpose purpose) {
        GuestSpec weighed = guest.weighedSpec();
        return new Reservation(
                operation.id(),
                guest.id(),
                host,
                purpose,
                weighed.committedMib(),
                weighed.guaranteedMib(),
                weighed.vcpus(),
                purpose == Reservation.Purpose.ARRIVING ? operation.copies() : List.of());
    }

    private static GuestView guestView(GuestRecord guest, ControllerState state, Optional<OperationId> holder) {
        Optional<HostEntry> owner = guest.host()
                .flatMap(host -> Optional.ofNullable(state.hosts().get(host)))
                .filter(HostEntry::takesCommands);
        Optional<ObservedGuest> seen = owner.flatMap(host -> seenOn(host, guest.id()));
        boolean ownerAnswers = owner.isPresent();
        GuestState guestState = seen.map(ObservedGuest::state)
                .orElse(ownerAnswers || guest.host().isEmpty() ? GuestState.SHUT_OFF : GuestState.UNKNOWN);
        return new GuestView(
                guest.id(),
                guest.weighedSpec(),
                guest.wish(),
                guest.host(),
                guest.placement(),
                guestState,
                seen.map(ObservedGuest::residentMib).orElse(0L),
                holder,
                seen.flatMap(known -> owner.flatMap(host -> host.presence().cpuOf(guest.id()))),
                guest.hindrances(),
                guest.carriesController(),
                guest.evacuation().orElse(state.settings().evacuation()),
                seen.flatMap(known -> owner.flatMap(host -> host.presence().disksOf(guest.id()))));
    }

    static Optional<ObservedGuest> seenOn(HostEntry host, GuestId guest) {
        return host.presence().guests().stream()
                .filter(seen -> seen.id().equals(guest))
                .findFirst();
    }

    private static HostView hostView(HostEntry host, ControllerState state, Moment now) {
        List<ObservedGuest> unmanaged = host.presence().guests().stream()
                .filter(seen -> isNotOurs(state, host, seen))
                .toList();
        return new HostView(
                host.id(),
                host.record().duty(),
                host.presence().reachability(),
                host.presence().inventoried(),
                reportAgeMs(host, now),
                host.record().ratios().or(() -> state.settings().ratiosOf(host.id())),
                host.presence().reportedFacts().or(host.record()::facts),
                host.presence().load(),
                unmanaged,
                Modes.observedBy(host, state.cluster()),
                host.record().migrations());
    }

    /** A guest that nobody manages, or one that is active here by hand while another host owns it: it weighs here. */
    private static boolean isNotOurs(ControllerState state, HostEntry host, ObservedGuest seen) {
        return Optional.ofNullable(state.guests().get(seen.id()))
                .map(known -> Whereabouts.isStray(known, host.id(), seen)
                        && state.operationOn(known.id()).isEmpty())
                .orElse(true);
    }

    /** Age of the last accepted report; as old as can be where there was none. */
    static long reportAgeMs(HostEntry host, Moment now) {
        return host.presence().reportSequence() == 0
                ? Long.MAX_VALUE
                : now.monotonicMs() - host.presence().reportedMs();
    }
}
