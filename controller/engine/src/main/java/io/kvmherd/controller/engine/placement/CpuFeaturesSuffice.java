package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import java.util.Optional;

/**
 * The host can give the guest every feature that it runs with. What is not known, of the guest or of the host, is left to
 * the destination's libvirt, which is asked before anything moves.
 */
record CpuFeaturesSuffice() implements PassageRule {
    /** A sentence with more names than this is not read. */
    private static final int NAMES = 12;

    @Override
    public Answer judge(Passage passage) {
        Optional<CpuOffer> offer = passage.to()
                .facts()
                .map(HostFacts::cpu)
                .flatMap(cpu -> cpu.offer(passage.guest().spec().virtualisation()));
        Optional<GuestCpu> cpu = passage.guest().cpu();
        if (cpu.isEmpty() || offer.isEmpty()) {
            return Answer.YES;
        }
        CpuFits fits = CpuFits.of(cpu.get(), offer.get());
        if (!fits.vendorAccepted()) {
            return Answer.no(Reason.of(ReasonCode.CPU_INCOMPATIBLE)
                    .with("model", cpu.get().model())
                    .with(
                            "answer",
                            "it asks for vendor " + cpu.get().vendor() + ", the host gives "
                                    + offer.get().vendor()));
        }
        return fits.isYes() ? Answer.YES : Answer.no(missing(cpu.get(), fits));
    }

    private static Reason missing(GuestCpu cpu, CpuFits fits) {
        int count = fits.missing().size();
        String named = String.join(", ", fits.missing().stream().limit(NAMES).toList());
        return Reason.of(ReasonCode.CPU_FEATURES_MISSING)
                .with("model", cpu.model())
                .with("features", count > NAMES ? named + " and others" : named)
                .with("missing", count);
    }
}
