package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/** An offline move needs a guest that is off. That its location is unknown is another rule's business. */
record GuestIsOff() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return switch (guest.state()) {
            case SHUT_OFF, SHUT_OFF_SAVED, SHUT_OFF_MIGRATED, CRASHED, UNKNOWN -> Answer.YES;
            case RUNNING, PAUSED, SUSPENDED, PAUSED_FOR_MIGRATION, PAUSED_IN_POST_COPY -> Answer.no(notOff(guest));
            case SHUTTING_DOWN -> Answer.wait(notOff(guest));
        };
    }

    private static Reason notOff(GuestView guest) {
        return Reason.of(ReasonCode.GUEST_NOT_OFF).with("state", guest.state().name());
    }
}
