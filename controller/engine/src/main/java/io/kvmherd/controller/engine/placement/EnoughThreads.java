package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** A guest with more virtual CPUs than the host has threads would wait for itself. */
record EnoughThreads() implements EquipmentRule {
    @Override
    public Answer judge(GuestSpec spec, HostFacts facts) {
        return spec.vcpus() <= facts.threads()
                ? Answer.YES
                : Answer.no(Reason.of(ReasonCode.MORE_VCPUS_THAN_THREADS)
                        .with("vcpus", spec.vcpus())
                        .with("threads", facts.threads()));
    }
}
