package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.controller.engine.decision.Answer;

/** Every pool that a disk of the guest lies on is active; one reason for each that is missing. */
record PoolsPresent() implements EquipmentRule {
    @Override
    public Answer judge(GuestSpec spec, HostFacts facts) {
        return spec.volumes().stream()
                .map(VolumeReference::pool)
                .filter(pool -> !facts.hasPool(pool))
                .map(pool -> Answer.no(Reason.of(ReasonCode.POOL_MISSING).with("pool", pool)))
                .reduce(Answer.YES, Answer::and);
    }
}
