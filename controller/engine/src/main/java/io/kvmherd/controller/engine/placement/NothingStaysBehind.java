package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;

/**
 * What libvirt keeps beside a definition goes along live, and is left behind when only the definition goes: the agent
 * refuses that, and here it is said before a guest is shut down for it.
 */
record NothingStaysBehind() implements DepartureRule {
    @Override
    public Answer judge(GuestView guest, HostView from) {
        return guest.keptBesideIt().stream()
                .map(kept -> Answer.no(new Reason(ReasonCode.STATE_LEFT_BEHIND, kept.names(), kept.numbers())))
                .reduce(Answer.YES, Answer::and);
    }
}
