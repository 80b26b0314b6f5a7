package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Hindrance;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.function.Predicate;

/**
 * Nothing in the guest's own definition keeps it where it is. Only an adopted guest can have such a thing; what merely narrows
 * where it can go is told, and not held against it.
 *
 * @param holds what blocks the guest, or, while it is off, what blocks its definition
 */
record NothingHoldsIt(Predicate<Hindrance> holds) implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return guest.hindrances().stream()
                .filter(holds)
                .map(hindrance -> Answer.no(hindrance.reason()))
                .reduce(Answer.YES, Answer::and);
    }
}
