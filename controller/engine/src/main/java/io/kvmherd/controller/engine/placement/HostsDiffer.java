package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** A move goes to another host. */
record HostsDiffer() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        return passage.from().id().equals(passage.to().id()) ? Answer.no(Reason.of(ReasonCode.SAME_HOST)) : Answer.YES;
    }
}
