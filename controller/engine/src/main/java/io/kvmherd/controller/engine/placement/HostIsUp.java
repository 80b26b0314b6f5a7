package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.HostView;

/** Command link open and reports fresh. Whoever has been silent for long does not come back without somebody's doing. */
record HostIsUp() implements HostRule {
    @Override
    public Answer judge(ClusterSettings settings, HostView host) {
        return switch (host.reachability()) {
            case UP -> Answer.YES;
            case UNSEEN, SUSPECT -> Answer.wait(notUp(host));
            case UNREACHABLE -> Answer.no(notUp(host));
        };
    }

    private static Reason notUp(HostView host) {
        return Reason.of(ReasonCode.HOST_NOT_UP)
                .with("state", host.reachability().name());
    }
}
