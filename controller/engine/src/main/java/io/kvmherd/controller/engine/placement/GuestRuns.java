package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/** A live migration needs a running guest. That its location is unknown is another rule's business. */
record GuestRuns() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return switch (guest.state()) {
            case RUNNING, UNKNOWN -> Answer.YES;
            case PAUSED_FOR_MIGRATION, PAUSED_IN_POST_COPY, SHUTTING_DOWN -> Answer.wait(notRunning(guest));
            case PAUSED, SUSPENDED, SHUT_OFF, SHUT_OFF_SAVED, SHUT_OFF_MIGRATED, CRASHED ->
                Answer.no(notRunning(guest));
        };
    }

    private static Reason notRunning(GuestView guest) {
        return Reason.of(ReasonCode.GUEST_NOT_RUNNING)
                .with("state", guest.state().name());
    }
}
