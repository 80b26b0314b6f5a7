package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** Every network that the guest is on is active; one reason for each that is missing. */
record NetworksPresent() implements EquipmentRule {
    @Override
    public Answer judge(GuestSpec spec, HostFacts facts) {
        return spec.networks().stream()
                .filter(network -> !facts.networks().contains(network))
                .map(network -> Answer.no(Reason.of(ReasonCode.NETWORK_MISSING).with("network", network)))
                .reduce(Answer.YES, Answer::and);
    }
}
