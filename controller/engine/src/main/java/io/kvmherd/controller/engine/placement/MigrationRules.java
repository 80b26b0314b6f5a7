package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.Reservation.Purpose;

/**
 * Whether a guest can move live between two hosts: the one place that knows.
 *
 * <p>Placement, single moves, evacuations and whatever shows a guest's mobility ask here, so that none of them can be
 * more lenient than another. Room on the destination is not part of it: it changes by the second and is the placer's.
 */
public final class MigrationRules {
    private MigrationRules() {}

    /** Whether the guest can leave {@code from} and go to {@code to}, apart from room and from the state of {@code to}. */
    public static Answer canMigrate(ClusterView view, GuestView guest, HostView from, HostView to) {
        return canLeave(guest, from).and(canTravel(view, guest, from, to));
    }

    /** The part that does not depend on where the guest goes. */
    public static Answer canLeave(GuestView guest, HostView from) {
        return DepartureRule.judgeAll(guest, from);
    }

    /** The part that does not depend on the guest's state: it holds for a guest that will be on {@code from} later, too. */
    public static Answer canTravel(ClusterView view, GuestView guest, HostView from, HostView to) {
        Answer passage = PassageRule.judgeAll(passage(view, guest, from, to));
        return to.facts()
                .map(facts -> passage.and(EquipmentRule.judgeAll(guest.spec(), facts)))
                .orElse(passage);
    }

    /**
     * Whether the definition of a guest that is off can go from the one to the other, apart from room and from the state of
     * {@code to}. The CPUs' makers may differ: a guest that is off has no CPU, and is given one where it starts.
     */
    public static Answer canRelocate(ClusterView view, GuestView guest, HostView from, HostView to) {
        return DepartureRule.judgeOff(guest, from).and(PassageRule.judgeOff(passage(view, guest, from, to)));
    }

    private static Passage passage(ClusterView view, GuestView guest, HostView from, HostView to) {
        return new Passage(
                guest,
                from,
                to,
                view.storage(),
                view.reservations(),
                view.settings().migrationTls());
    }

    /** How a guest travels between the two; where TLS is required it is TLS, whatever the hosts say. */
    public static MigrationTransport transport(ClusterView view, HostView from, HostView to) {
        boolean tls = switch (view.settings().migrationTls()) {
            case OFF -> false;
            case PREFERRED -> isReadyForTls(from) && isReadyForTls(to);
            case REQUIRED -> true;
        };
        return tls ? MigrationTransport.TLS : MigrationTransport.PLAIN;
    }

    private static boolean isReadyForTls(HostView host) {
        return host.facts().map(HostFacts::isReadyForTls).orElse(false);
    }

    /**
     * Whether one more migration may run between the two at this moment. Not part of {@link #canMigrate}: a plan brings
     * its own order, and whoever starts one of its steps asks this then.
     */
    public static Answer slots(ClusterView view, HostView from, HostView to) {
        long out = migrations(view, from.id(), Purpose.LEAVING);
        long in = migrations(view, to.id(), Purpose.ARRIVING);
        return slot("out", out, view.migrationsOut(from.id())).and(slot("in", in, view.migrationsIn(to.id())));
    }

    private static Answer slot(String direction, long running, int limit) {
        return running < limit
                ? Answer.YES
                : Answer.wait(Reason.of(ReasonCode.MIGRATION_SLOTS_TAKEN)
                        .with("direction", direction)
                        .with("running", running)
                        .with("limit", limit));
    }

    /** Starts arrive as well; a migration is told by its reservation on the other end. */
    private static long migrations(ClusterView view, HostId host, Purpose end) {
        return view.reservations().stream()
                .filter(held -> held.host().equals(host) && held.purpose() == end)
                .filter(held -> hasOtherEnd(view, held))
                .count();
    }

    private static boolean hasOtherEnd(ClusterView view, Reservation held) {
        return view.reservations().stream()
                .anyMatch(other -> other.operation().equals(held.operation())
                        && other.guest().equals(held.guest())
                        && other.purpose() != held.purpose());
    }
}
