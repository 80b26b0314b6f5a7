package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Hindrance;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/**
 * Nothing in the guest's own definition blocks its live migrations. Only an adopted guest can have such a thing; what merely
 * narrows where it can go is told, and not held against it.
 */
record NothingHoldsIt() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return guest.hindrances().stream()
                .filter(Hindrance::blocks)
                .map(hindrance -> Answer.no(hindrance.reason()))
                .reduce(Answer.YES, Answer::and);
    }
}
