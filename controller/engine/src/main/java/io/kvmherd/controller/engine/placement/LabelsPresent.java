package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** The host carries every label that the guest requires; one reason for each that is missing. */
record LabelsPresent() implements EquipmentRule {
    @Override
    public Answer judge(GuestSpec spec, HostFacts facts) {
        return spec.requiredLabels().stream()
                .filter(label -> !facts.labels().contains(label))
                .map(label -> Answer.no(Reason.of(ReasonCode.LABEL_MISSING).with("label", label)))
                .reduce(Answer.YES, Answer::and);
    }
}
