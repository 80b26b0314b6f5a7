package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.HostView;

/** Where guests have to travel over TLS, both hosts say that they can. A host that does not say cannot. */
record TransportIsSafe() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        return passage.tls() == TlsPolicy.REQUIRED
                ? readiness(passage.from()).and(readiness(passage.to()))
                : Answer.YES;
    }

    private static Answer readiness(HostView host) {
        if (host.facts().map(HostFacts::isReadyForTls).orElse(true)) {
            return Answer.YES;
        }
        return Answer.no(Reason.of(ReasonCode.TLS_NOT_READY)
                .with("host", host.id().value())
                .with(
                        "state",
                        host.facts().flatMap(HostFacts::tls).map(Enum::name).orElse("UNTOLD")));
    }
}
