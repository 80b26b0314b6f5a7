package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/** The host that sends must be able to. Its duty does not matter: leaving is always allowed. */
record SourceIsUp() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return from.reachability() == Reachability.UP
                ? Answer.YES
                : Answer.wait(Reason.of(ReasonCode.HOST_NOT_UP)
                        .with("host", from.id().value())
                        .with("state", from.reachability().name()));
    }
}
