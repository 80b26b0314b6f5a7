package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.HostView;

/** Both CPUs have the same known maker. Unknown matches nothing, and no setting overrides this. */
record CpuVendorMatches() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        CpuVendor from = vendorOf(passage.from());
        CpuVendor to = vendorOf(passage.to());
        if (from.sameKnownVendorAs(to)) {
            return Answer.YES;
        }
        if (from.isKnown() && to.isKnown()) {
            return Answer.no(Reason.of(ReasonCode.CPU_VENDOR_DIFFERS)
                    .with("from", from.id())
                    .with("to", to.id()));
        }
        return unknown(passage.from()).and(unknown(passage.to()));
    }

    private static Answer unknown(HostView host) {
        if (vendorOf(host).isKnown()) {
            return Answer.YES;
        }
        Reason reason =
                Reason.of(ReasonCode.CPU_VENDOR_UNKNOWN).with("host", host.id().value());
        return host.facts().isPresent() ? Answer.no(reason) : Answer.wait(reason);
    }

    private static CpuVendor vendorOf(HostView host) {
        return host.facts().map(facts -> facts.cpu().vendor()).orElse(CpuVendor.UNKNOWN);
    }
}
