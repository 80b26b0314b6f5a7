package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.List;

/** A guest that should go and does not, and what each host said. */
record Stayer(GuestView guest, List<HostVerdict> verdicts) {
    Stayer {
        verdicts = List.copyOf(verdicts);
    }

    static Stayer of(GuestView guest, HostVerdict verdict) {
        return new Stayer(guest, List.of(verdict));
    }

    /** It moves by its policy, can go nowhere even later, and was created so that it may be shut down then. */
    boolean mayBeShutDown() {
        return guest.evacuation() == EvacuationPolicy.LIVE
                && guest.spec().cannotMove() == CannotMove.SHUT_DOWN
                && guest.state() == GuestState.RUNNING
                && !guest.carriesController()
                && HostVerdict.areFinal(verdicts);
    }

    List<Plan.HostReasons> reasons() {
        return verdicts.stream()
                .map(verdict -> new Plan.HostReasons(verdict.host(), verdict.reasons()))
                .toList();
    }
}
