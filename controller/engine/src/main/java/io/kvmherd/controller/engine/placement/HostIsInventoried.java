package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.HostView;

/** The host told this controller what it has; until then it may run guests that nobody knows of here. */
record HostIsInventoried() implements HostRule {
    @Override
    public Answer judge(ClusterSettings settings, HostView host) {
        return host.inventoried() && host.facts().isPresent()
                ? Answer.YES
                : Answer.wait(Reason.of(ReasonCode.HOST_NOT_INVENTORIED));
    }
}
