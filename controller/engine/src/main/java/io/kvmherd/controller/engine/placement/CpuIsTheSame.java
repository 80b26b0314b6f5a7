package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.HostView;
import java.util.Optional;

/**
 * A guest that sees its host's CPU as it is (host-passthrough) goes only where the CPU, its microcode, the kernel and QEMU
 * are the very same: nothing stands between it and any difference. What a host does not say counts as different.
 */
record CpuIsTheSame() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        boolean passthrough =
                passage.guest().cpu().filter(GuestCpu::passthrough).isPresent();
        if (!passthrough) {
            return Answer.YES;
        }
        CpuIdentity from = identity(passage.from());
        CpuIdentity to = identity(passage.to());
        return same("model", model(passage.from()), model(passage.to()))
                .and(same("family and model", from.generation(), to.generation()))
                .and(same("stepping", from.stepping(), to.stepping()))
                .and(same("microcode", from.microcode(), to.microcode()))
                .and(same("kernel", from.kernel(), to.kernel()))
                .and(same("QEMU", qemu(passage.from()), qemu(passage.to())));
    }

    private static Answer same(String what, String need, String have) {
        return !need.isEmpty() && need.equals(have)
                ? Answer.YES
                : Answer.no(Reason.of(ReasonCode.CPU_NOT_THE_SAME)
                        .with("what", what)
                        .with("have", have.isEmpty() ? "not known" : have)
                        .with("need", need.isEmpty() ? "known either" : need));
    }

    private static CpuIdentity identity(HostView host) {
        return host.facts().map(HostFacts::cpu).flatMap(CpuProfile::identity).orElse(CpuIdentity.UNTOLD);
    }

    private static String model(HostView host) {
        return host.facts().map(facts -> facts.cpu().model()).orElse("");
    }

    private static String qemu(HostView host) {
        Optional<Long> version = host.facts().map(HostFacts::qemuVersion);
        return version.map(String::valueOf).orElse("");
    }
}
