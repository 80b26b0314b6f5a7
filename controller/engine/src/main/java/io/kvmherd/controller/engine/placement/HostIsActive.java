package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.HostView;

/** The operator wants the host to take guests. */
record HostIsActive() implements HostRule {
    @Override
    public Answer judge(ClusterSettings settings, HostView host) {
        return host.duty() == HostDuty.ACTIVE
                ? Answer.YES
                : Answer.no(Reason.of(ReasonCode.HOST_NOT_ACTIVE)
                        .with("duty", host.duty().name()));
    }
}
