package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Hindrance;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/** Nothing in the guest's own definition keeps that definition where it is. */
record NothingHoldsItOff() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return guest.hindrances().stream()
                .filter(Hindrance::blocksWhenOff)
                .map(hindrance -> Answer.no(hindrance.reason()))
                .reduce(Answer.YES, Answer::and);
    }
}
