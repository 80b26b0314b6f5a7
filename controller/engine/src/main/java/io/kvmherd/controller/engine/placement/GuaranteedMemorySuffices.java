package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** What guests are guaranteed is never overcommitted, at any ratio. */
record GuaranteedMemorySuffices() implements RoomRule {
    @Override
    public Answer judge(Candidate candidate) {
        Capacity.Use use = candidate.capacity().guaranteed();
        long needMib = candidate.demand().spec().guaranteedMib();
        return use.take(
                needMib,
                () -> Reason.of(ReasonCode.MEMORY_GUARANTEED)
                        .with("haveMib", Math.max(0, use.free()))
                        .with("needMib", needMib)
                        .with("limitMib", use.limit()));
    }
}
