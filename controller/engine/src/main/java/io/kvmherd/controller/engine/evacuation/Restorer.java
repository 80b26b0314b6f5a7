package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.plan.PlanSequencer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Brings guests back to the host that was emptied of them.
 *
 * <p>Only what the evacuation did is undone: a guest that is no longer where it was put has been moved by somebody for a
 * reason of his own, and stays. So does one that is off; its definition does no harm where it is. A guest that was deleted,
 * or is back already, needs nothing. Nobody else is moved to make room.
 */
public final class Restorer {
    private Restorer() {}

    /**
     * @param moved the moves that emptied the host, at most one for each guest
     */
    public static Plan plan(ClusterView view, HostView home, List<Move> moved) {
        List<Move> back = new ArrayList<>();
        List<Plan.Blocked> blocked = new ArrayList<>();
        List<GuestId> off = new ArrayList<>();
        for (Move away : moved) {
            Optional<GuestView> guest = view.guest(away.guest()).filter(known -> !known.isOn(home.id()));
            if (guest.isEmpty()) {
                continue;
            }
            if (!guest.get().isOn(away.to())) {
                blocked.add(movedSince(guest.get(), away.to()));
            } else if (!guest.get().state().isActive()) {
                off.add(away.guest());
            } else {
                back.add(new Move(away.guest(), away.to(), home.id()));
            }
        }
        Plan moves = PlanSequencer.sequence(view, back);
        blocked.addAll(moves.blocked());
        blocked.sort(Comparator.comparing(Plan.Blocked::guest));
        return new Plan(moves.steps(), blocked, List.of(), off, moves.headroom(), moves.seconds());
    }

    private static Plan.Blocked movedSince(GuestView guest, HostId put) {
        HostId now = guest.host().orElse(put);
        Reason reason =
                Reason.of(ReasonCode.MOVED_SINCE).with("host", now.value()).with("put", put.value());
        return new Plan.Blocked(guest.id(), List.of(new Plan.HostReasons(now, List.of(reason))));
    }
}
