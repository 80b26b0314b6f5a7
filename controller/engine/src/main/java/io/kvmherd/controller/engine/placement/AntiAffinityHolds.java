package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** No other guest of the same group runs on the host, or shall run there, or is on its way there or away. */
record AntiAffinityHolds() implements RoomRule {
    @Override
    public Answer judge(Candidate candidate) {
        String group = candidate.demand().spec().antiAffinityGroup();
        if (group.isEmpty()) {
            return Answer.YES;
        }
        return candidate
                .ledger()
                .memberOf(group, candidate.host().id(), candidate.demand().guest())
                .map(member -> answer(group, member))
                .orElse(Answer.YES);
    }

    private static Answer answer(String group, Weight member) {
        Reason reason = Reason.of(ReasonCode.ANTI_AFFINITY).with("group", group).with("guest", member.name());
        return member.leaving() ? Answer.wait(reason) : Answer.no(reason);
    }
}
