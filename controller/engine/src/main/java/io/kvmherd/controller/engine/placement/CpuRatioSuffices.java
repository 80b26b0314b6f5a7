package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** The virtual CPUs of all guests stay within the ratio of the host's CPU capacity. */
record CpuRatioSuffices() implements RoomRule {
    @Override
    public Answer judge(Candidate candidate) {
        Capacity.Use use = candidate.capacity().vcpus();
        int needVcpus = candidate.demand().spec().vcpus();
        return use.take(
                needVcpus,
                () -> Reason.of(ReasonCode.CPU_COMMITTED)
                        .with("haveVcpus", Math.max(0, use.free()))
                        .with("needVcpus", needVcpus)
                        .with("limitVcpus", use.limit())
                        .with("ratioPercent", candidate.capacity().ratios().cpuPercent()));
    }
}
