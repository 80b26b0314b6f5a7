package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the host for one guest: every rule is asked about every host, those that all rules accept are scored, the
 * highest score wins and the name decides between equals.
 *
 * <p>Any accepted host would be legal; the score only says which is better. A decision on a view without hosts is a
 * refusal without verdicts.
 */
public final class Placer {
    private static final Comparator<HostVerdict> BEST_FIRST =
            Comparator.comparingDouble(HostVerdict::total).reversed().thenComparing(HostVerdict::host);

    private Placer() {}

    public static Decision<HostId> place(ClusterView view, PlacementRequest request) {
        return place(view, Ledger.of(view), request);
    }

    /** Decides as if the ledger's trial moves had been made. */
    public static Decision<HostId> place(ClusterView view, Ledger ledger, PlacementRequest request) {
        if (request.target().isPresent() && view.host(request.target().get()).isEmpty()) {
            return new Decision.Refused<>(List.of(notRegistered(request.target().get())));
        }
        Optional<GuestView> guest = view.guest(request.guest());
        Demand demand = request.from().isPresent() && guest.isPresent() && !request.off()
                ? Demand.ofMove(guest.get(), view.storage())
                : Demand.ofStart(request.guest(), request.spec());
        List<Candidate> accepted = new ArrayList<>();
        List<HostVerdict> refused = new ArrayList<>();
        for (HostView host : asked(view, request)) {
            Answer answer = migration(view, request, host).and(arrival(view, ledger, demand, host));
            if (answer.isYes()) {
                accepted.add(Candidate.of(demand, host, ledger));
            } else {
                refused.add(HostVerdict.of(host.id(), answer));
            }
        }
        Field field = Field.of(accepted);
        List<HostVerdict> verdicts = new ArrayList<>(accepted.stream()
                .map(candidate -> new HostVerdict(
                        candidate.host().id(), Verdict.YES, List.of(), Scorer.scoreAll(candidate, field)))
                .sorted(BEST_FIRST)
                .toList());
        verdicts.addAll(refused);
        return accepted.isEmpty()
                ? new Decision.Refused<>(verdicts)
                : new Decision.Accepted<>(verdicts.getFirst().host(), verdicts);
    }

    /**
     * What the rules say about a move of a guest that is free to leave, with the ledger's trial moves made. The guest need
     * not be on {@code from} yet: a plan may take it there first.
     */
    public static Answer judgeMove(ClusterView view, Ledger ledger, GuestView guest, HostView from, HostView to) {
        return judgeApartFromRoom(view, guest, from, to).and(judgeRoom(ledger, guest, to));
    }

    /** Whether the host takes guests at all at the moment, whoever they are. */
    public static Answer judgeHost(ClusterSettings settings, HostView host) {
        return HostRule.judgeAll(settings, host);
    }

    /** Why nothing may be changed on the host; YES where it is managed. */
    public static Answer observation(HostView host) {
        return HostIsManaged.judge(host);
    }

    /** The part of {@link #judgeMove} that no other move changes. */
    public static Answer judgeApartFromRoom(ClusterView view, GuestView guest, HostView from, HostView to) {
        return MigrationRules.canTravel(view, guest, from, to).and(HostRule.judgeAll(view.settings(), to));
    }

    /** The part of {@link #judgeMove} that depends on who else is there. */
    public static Answer judgeRoom(Ledger ledger, GuestView guest, HostView to) {
        return room(ledger, Demand.ofMove(guest, ledger.storage()), to);
    }

    private static List<HostView> asked(ClusterView view, PlacementRequest request) {
        return view.hosts().values().stream()
                .filter(host -> request.target().isEmpty()
                        || host.id().equals(request.target().get()))
                .filter(host -> !request.excluded().contains(host.id()))
                .toList();
    }

    private static Answer migration(ClusterView view, PlacementRequest request, HostView to) {
        if (request.from().isEmpty()) {
            return Answer.YES;
        }
        HostId from = request.from().get();
        Optional<GuestView> guest = view.guest(request.guest());
        Optional<HostView> source = view.host(from);
        if (guest.isEmpty() || source.isEmpty()) {
            return Answer.no(Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN).with("host", from.value()));
        }
        return request.off()
                ? MigrationRules.canRelocate(view, guest.get(), source.get(), to)
                : MigrationRules.canMigrate(view, guest.get(), source.get(), to);
    }

    private static Answer arrival(ClusterView view, Ledger ledger, Demand demand, HostView host) {
        Answer standing = HostRule.judgeAll(view.settings(), host);
        return host.facts()
                .map(facts -> standing.and(EquipmentRule.judgeAll(demand.spec(), facts)))
                .orElse(standing)
                .and(room(ledger, demand, host));
    }

    /** A host that was not heard of has no numbers to judge by; the rules about hosts say so in a plainer way. */
    private static Answer room(Ledger ledger, Demand demand, HostView host) {
        return host.facts().isPresent() && host.load().isPresent()
                ? RoomRule.judgeAll(Candidate.of(demand, host, ledger))
                : Answer.YES;
    }

    private static HostVerdict notRegistered(HostId host) {
        Reason reason =
                Reason.of(ReasonCode.NO_HOSTS).with("host", host.value()).with("hosts", 0);
        return new HostVerdict(host, Verdict.NO, List.of(reason), List.of());
    }
}
