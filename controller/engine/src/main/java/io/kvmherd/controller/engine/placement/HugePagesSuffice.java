package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.controller.engine.decision.Answer;
import java.util.Optional;

/**
 * The host has set as many huge pages aside as the guest's memory is made of. How many of them are free is not told: QEMU
 * finds out when the guest arrives, before it leaves. Nor is it known what a control group may take of them.
 */
record HugePagesSuffice() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        long need = passage.guest().hugepagesMib();
        Optional<HostFacts> facts =
                passage.to().facts().filter(host -> host.scope().kind() == ResourceScope.Kind.MACHINE);
        return need == 0 || facts.isEmpty() || facts.get().hugepagesMib() >= need
                ? Answer.YES
                : Answer.no(Reason.of(ReasonCode.HUGEPAGES_MISSING)
                        .with("haveMib", facts.get().hugepagesMib())
                        .with("needMib", need));
    }
}
