package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.HostView;
import java.util.List;
import java.util.Optional;

/**
 * A guest that sees its host's CPU as it is (host-passthrough) goes only where the CPU, its microcode, the kernel and QEMU
 * are the very same: nothing stands between it and any difference. What a host does not say counts as different. libvirt
 * does not decide this: it calls a CPU without a model the same on every host. Features are compared as far as both tell
 * them, because a model and a stepping do not say what firmware and KVM take away.
 */
record CpuIsTheSame() implements PassageRule {
    /** A sentence with more names than this is not read. */
    private static final int NAMES = 12;

    @Override
    public Answer judge(Passage passage) {
        if (!passage.guest().seesHostCpu()) {
            return Answer.YES;
        }
        CpuIdentity from = identity(passage.from());
        CpuIdentity to = identity(passage.to());
        return same("model", model(passage.from()), model(passage.to()))
                .and(same("family and model", from.generation(), to.generation()))
                .and(same("stepping", from.stepping(), to.stepping()))
                .and(same("microcode", from.microcode(), to.microcode()))
                .and(sameFeatures(passage))
                .and(same("kernel", from.kernel(), to.kernel()))
                .and(same("QEMU", qemu(passage.from()), qemu(passage.to())));
    }

    /** The same silicon gives other features under another firmware, or under KVM with other settings. */
    private static Answer sameFeatures(Passage passage) {
        Optional<CpuOffer> from = offer(passage.from());
        Optional<CpuOffer> to = offer(passage.to());
        if (from.isEmpty()
                || to.isEmpty()
                || from.get().features().equals(to.get().features())) {
            return Answer.YES;
        }
        return Answer.no(Reason.of(ReasonCode.CPU_NOT_THE_SAME)
                .with("what", "set of features")
                .with("have", only(to.get(), from.get()))
                .with("need", only(from.get(), to.get())));
    }

    private static Optional<CpuOffer> offer(HostView host) {
        return host.facts().map(HostFacts::cpu).flatMap(cpu -> cpu.offer(Virtualisation.KVM));
    }

    private static String only(CpuOffer one, CpuOffer other) {
        List<String> more = one.features().stream()
                .filter(feature -> !other.features().contains(feature))
                .toList();
        String named = String.join(", ", more.stream().limit(NAMES).toList());
        return more.isEmpty()
                ? "the common one"
                : "the common one with " + named + (more.size() > NAMES ? " and others" : "");
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
