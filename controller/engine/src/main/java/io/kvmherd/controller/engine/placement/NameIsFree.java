package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** The host has no domain of that name or id which is not ours: it would be in the way and is not ours to replace. */
record NameIsFree() implements RoomRule {
    @Override
    public Answer judge(Candidate candidate) {
        if (candidate.host().unmanaged().isEmpty()) {
            return Answer.YES;
        }
        Demand demand = candidate.demand();
        return candidate.host().unmanaged().stream()
                .filter(guest -> guest.id().equals(demand.guest())
                        || guest.name().equals(demand.spec().name()))
                .map(guest -> Answer.no(Reason.of(ReasonCode.GUEST_EXISTS_THERE).with("guest", guest.name())))
                .reduce(Answer.YES, Answer::and);
    }
}
