package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/** No other operation holds the guest. */
record GuestIsFree() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return guest.operation()
                .map(operation -> Answer.wait(Reason.of(ReasonCode.GUEST_BUSY).with("operation", operation.toString())))
                .orElse(Answer.YES);
    }
}
