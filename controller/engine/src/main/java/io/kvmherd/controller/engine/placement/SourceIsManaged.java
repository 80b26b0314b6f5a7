package io.kvmherd.controller.engine.placement;

import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/** To leave a host is a change on it as well. */
record SourceIsManaged() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return HostIsManaged.judge(from);
    }
}
