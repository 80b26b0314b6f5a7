package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** The nominal memory of all guests with their overhead stays within the overcommit ratio. */
record CommittedMemorySuffices() implements RoomRule {
    @Override
    public Answer judge(Candidate candidate) {
        Capacity.Use use = candidate.capacity().committed();
        long needMib = candidate.demand().spec().committedMib();
        return use.take(
                needMib,
                () -> Reason.of(ReasonCode.MEMORY_COMMITTED)
                        .with("haveMib", Math.max(0, use.free()))
                        .with("needMib", needMib)
                        .with("limitMib", use.limit())
                        .with("ratioPercent", candidate.capacity().ratios().memoryPercent()));
    }
}
