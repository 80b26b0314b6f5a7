package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.HostView;

/**
 * A guest that was promised a clock of constant frequency keeps it: the destination's time stamp counter runs within the
 * 250 parts per million that KVM takes for equal, or can be scaled. What is not known is not promised.
 */
record ClockKeepsItsPace() implements PassageRule {
    private static final long TOLERANCE_PER_MILLION = 250;

    @Override
    public Answer judge(Passage passage) {
        if (passage.guest().cpu().filter(GuestCpu::keepsTime).isEmpty()) {
            return Answer.YES;
        }
        CpuIdentity from = identity(passage.from());
        CpuIdentity to = identity(passage.to());
        boolean known = from.tscKhz() > 0 && to.tscKhz() > 0;
        boolean near = Math.abs(from.tscKhz() - to.tscKhz()) * 1_000_000 <= from.tscKhz() * TOLERANCE_PER_MILLION;
        return known && (near || to.tscScales())
                ? Answer.YES
                : Answer.no(Reason.of(ReasonCode.TSC_DIFFERS)
                        .with("haveKhz", to.tscKhz())
                        .with("needKhz", from.tscKhz()));
    }

    private static CpuIdentity identity(HostView host) {
        return host.facts().map(HostFacts::cpu).flatMap(CpuProfile::identity).orElse(CpuIdentity.UNTOLD);
    }
}
