package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.HostView;

/**
 * A guest that can run guests of its own stays within one generation of CPUs (family and model): the state of its own
 * virtualisation holds more of the CPU than its features tell. Emulation has one generation everywhere; where a host does
 * not say its own, the features alone decide.
 */
record NestedStaysAtHome() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        boolean nested = passage.guest().cpu().filter(GuestCpu::virtualises).isPresent();
        if (!nested || passage.guest().spec().virtualisation() == Virtualisation.EMULATED) {
            return Answer.YES;
        }
        String need = generation(passage.from());
        String have = generation(passage.to());
        return need.isEmpty() || have.isEmpty() || need.equals(have)
                ? Answer.YES
                : Answer.no(Reason.of(ReasonCode.CPU_GENERATION_DIFFERS)
                        .with("have", have)
                        .with("need", need));
    }

    private static String generation(HostView host) {
        return host.facts()
                .map(HostFacts::cpu)
                .flatMap(CpuProfile::identity)
                .map(CpuIdentity::generation)
                .orElse("");
    }
}
