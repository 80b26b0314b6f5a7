package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/** The guest is where the move begins, and its owner can tell. */
record GuestIsThere() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        if (guest.isOn(from.id()) && guest.state() != GuestState.UNKNOWN) {
            return Answer.YES;
        }
        Reason reason = Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN)
                .with("host", from.id().value());
        return guest.isOn(from.id()) ? Answer.wait(reason) : Answer.no(reason);
    }
}
