package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.controller.engine.decision.Answer;

/** A guest that is run by the host's own CPU needs one that virtualises. */
record CanVirtualise() implements EquipmentRule {
    @Override
    public Answer judge(GuestSpec spec, HostFacts facts) {
        if (spec.virtualisation() == Virtualisation.EMULATED || facts.cpu().virtualises()) {
            return Answer.YES;
        }
        return Answer.no(Reason.of(ReasonCode.HOST_CANNOT_VIRTUALISE)
                .with("vendor", facts.cpu().vendor().toString()));
    }
}
