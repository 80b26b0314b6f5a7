package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.HostView;

/** Nothing is begun on a host that is only observed. Each of those who say so is a reason of its own, with its own remedy. */
record HostIsManaged() implements HostRule {
    @Override
    public Answer judge(ClusterSettings settings, HostView host) {
        return judge(host);
    }

    static Answer judge(HostView host) {
        return host.observedBy().stream()
                .map(source -> Answer.no(Reason.of(ReasonCode.OBSERVE_ONLY)
                        .with("host", host.id().value())
                        .with("by", source.name())))
                .reduce(Answer.YES, Answer::and);
    }
}
