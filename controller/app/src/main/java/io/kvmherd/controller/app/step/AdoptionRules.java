package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.state.AdoptionWish;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.SurveyEntry.Found;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a guest that was described may be adopted, and what other hosts would say to it. */
final class AdoptionRules {
    private AdoptionRules() {}

    /** What its own host says against it, and that a cluster knows an id and a name only once. */
    static List<Reason> refusals(Turn turn, AdoptionWish wish, Found guest) {
        List<Reason> reasons = new ArrayList<>(guest.survey().refusals());
        if (!wish.dryRun()) {
            turn.view()
                    .host(guest.host())
                    .ifPresent(host -> reasons.addAll(Placer.observation(host).reasons()));
        }
        Optional<GuestRecord> managed = turn.guest(guest.survey().id());
        if (managed.isPresent()) {
            managed.flatMap(GuestRecord::host)
                    .filter(owner -> !owner.equals(guest.host()))
                    .ifPresent(owner -> reasons.add(elsewhere(guest, owner, "id")));
            return reasons;
        }
        turn.guestCalled(guest.survey().name())
                .ifPresent(other -> reasons.add(elsewhere(guest, other.host().orElse(guest.host()), "name")));
        for (HostEntry host : turn.allHosts()) {
            if (!host.id().equals(guest.host())) {
                sameOn(host, guest.survey().id()).ifPresent(there -> reasons.add(elsewhere(guest, host.id(), "id")));
                namesakeOn(host, guest)
                        .filter(there -> wish.wantsAll())
                        .ifPresent(there -> reasons.add(elsewhere(guest, host.id(), "name")));
            }
        }
        return reasons;
    }

    /** Apart from room, which changes by the second, and from what the guest's own definition says. */
    static List<HostVerdict> destinations(Turn turn, Found guest) {
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        Optional<HostView> from = view.host(guest.host());
        Optional<GuestView> traveller = asManaged(turn, guest);
        if (from.isEmpty() || traveller.isEmpty()) {
            return List.of();
        }
        return view.hosts().values().stream()
                .filter(to -> !to.id().equals(guest.host()))
                .map(to -> HostVerdict.of(to.id(), MigrationRules.canTravel(view, traveller.get(), from.get(), to)))
                .toList();
    }

    /** The guest as the engine would see it once it is ours; empty where it cannot be. */
    private static Optional<GuestView> asManaged(Turn turn, Found guest) {
        GuestId id = guest.survey().id();
        Optional<HostEntry> host = turn.host(guest.host());
        Optional<ObservedGuest> seen = host.flatMap(entry -> Views.seenOn(entry, id));
        return guest.survey()
                .spec()
                .map(spec -> new GuestView(
                        id,
                        spec,
                        Wish.RUNNING,
                        Optional.of(guest.host()),
                        PlacementGeneration.FIRST,
                        seen.map(ObservedGuest::state).orElse(GuestState.SHUT_OFF),
                        seen.map(ObservedGuest::residentMib).orElse(0L),
                        Optional.empty(),
                        host.flatMap(entry -> entry.presence().cpuOf(id)),
                        guest.survey().hindrances(),
                        false,
                        EvacuationPolicy.LIVE,
                        host.flatMap(entry -> entry.presence().disksOf(id))));
    }

    private static Optional<ObservedGuest> sameOn(HostEntry host, GuestId id) {
        return Views.seenOn(host, id);
    }

    private static Optional<ObservedGuest> namesakeOn(HostEntry host, Found guest) {
        return host.presence().guests().stream()
                .filter(there -> there.name().equals(guest.survey().name()))
                .filter(there -> !there.id().equals(guest.survey().id()))
                .findFirst();
    }

    private static Reason elsewhere(Found guest, HostId host, String what) {
        return Reason.of(ReasonCode.GUEST_KNOWN_ELSEWHERE)
                .with("guest", guest.survey().name())
                .with("host", host.value())
                .with("what", what);
    }
}
