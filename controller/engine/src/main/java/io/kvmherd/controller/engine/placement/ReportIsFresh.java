package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.HostView;

/** What the host last told is recent enough to decide on. */
record ReportIsFresh() implements HostRule {
    @Override
    public Answer judge(ClusterSettings settings, HostView host) {
        long limitMs = settings.reportAgeMaxMs();
        if (host.load().isPresent() && host.reportAgeMs() <= limitMs) {
            return Answer.YES;
        }
        return Answer.wait(Reason.of(ReasonCode.HOST_REPORT_STALE)
                .with("ageMs", host.reportAgeMs())
                .with("limitMs", limitMs));
    }
}
