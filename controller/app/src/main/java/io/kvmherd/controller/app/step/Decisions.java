package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.plan.SecondOpinion;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.List;
import java.util.Map;

/**
 * Where everything asks that places or moves a guest: the placer decides, the checker is asked about it on the same
 * picture, and only what both allow is begun.
 *
 * <p>When they disagree, nothing happens to the guest and the disagreement is told: one of the two has a defect, which
 * somebody should hear of before it costs more than a refusal.
 */
final class Decisions {
    private Decisions() {}

    /** What both say; a host that the checker speaks against is a refusal. */
    static Decision<HostId> decide(Turn turn, ClusterView view, PlacementRequest question) {
        Decision<HostId> first = Placer.place(view, question);
        Decision<HostId> confirmed = SecondOpinion.on(view, question, first);
        if (first instanceof Decision.Accepted<HostId> accepted && confirmed instanceof Decision.Refused<HostId>) {
            tell(
                    turn,
                    question.guest(),
                    accepted.value(),
                    confirmed.verdicts().getFirst().reasons());
        }
        return confirmed;
    }

    /**
     * Asks about a whole plan that was just made. Guests that the checker speaks against do not move in this round: they
     * wait for the next one, and are named when there is none.
     *
     * @return the operation that carries it out
     */
    static OperationEntry review(Turn turn, OperationEntry parent, PlanRecord plan, ClusterView view) {
        OperationEntry reviewed = parent.disputingNothing();
        for (Map.Entry<GuestId, List<Reason>> said :
                SecondOpinion.against(view, plan.plan()).entrySet()) {
            reviewed = reviewed.disputing(said.getKey(), said.getValue());
            turn.tell(dispute(said.getKey(), said.getValue()).by(parent.record().id()));
        }
        turn.see(reviewed);
        return reviewed;
    }

    /** The move of this guest is not begun in this round, because the two did not agree when it was to begin. */
    static void dispute(Turn turn, OperationId parent, GuestId guest, List<Reason> reasons) {
        turn.operation(parent).ifPresent(entry -> turn.see(entry.disputing(guest, reasons)));
    }

    private static void tell(Turn turn, GuestId guest, HostId host, List<Reason> reasons) {
        turn.tell(dispute(guest, reasons).on(host));
    }

    private static Happening dispute(GuestId guest, List<Reason> reasons) {
        String codes = String.join(
                " ",
                reasons.stream().map(reason -> reason.code().name()).distinct().toList());
        return Happening.of(EventRecord.What.PLAN_DISPUTED).about(guest).with("reasons", codes);
    }
}
