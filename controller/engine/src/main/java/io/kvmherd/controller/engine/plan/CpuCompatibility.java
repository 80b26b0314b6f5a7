package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checker's own words for whether a running guest finds its CPU on the other host. */
final class CpuCompatibility {
    private CpuCompatibility() {}

    static List<Reason> of(GuestView guest, HostView from, HostView to) {
        if (from.facts().isEmpty() || to.facts().isEmpty()) {
            return List.of();
        }
        HostFacts source = from.facts().get();
        HostFacts destination = to.facts().get();
        List<Reason> wrong = new ArrayList<>();
        if (guest.seesHostCpu() && !twins(source, destination)) {
            wrong.add(Reason.of(ReasonCode.CPU_NOT_THE_SAME));
        }
        guest.cpu().ifPresent(cpu -> wrong.addAll(given(guest.spec().virtualisation(), cpu, source, destination)));
        return wrong;
    }

    private static List<Reason> given(Virtualisation kind, GuestCpu cpu, HostFacts source, HostFacts destination) {
        CpuIdentity home = source.cpu().identity().orElse(CpuIdentity.UNTOLD);
        CpuIdentity away = destination.cpu().identity().orElse(CpuIdentity.UNTOLD);
        List<Reason> wrong = new ArrayList<>(features(kind, cpu, destination.cpu()));
        boolean otherGeneration = !home.generation().isEmpty()
                && !away.generation().isEmpty()
                && !home.generation().equals(away.generation());
        if (kind == Virtualisation.KVM && cpu.virtualises() && otherGeneration) {
            wrong.add(Reason.of(ReasonCode.CPU_GENERATION_DIFFERS)
                    .with("have", away.generation())
                    .with("need", home.generation()));
        }
        double ratio = home.tscKhz() == 0 ? 0 : (double) away.tscKhz() / home.tscKhz();
        boolean paceKept = Math.abs(ratio - 1) <= 0.000_250 || ratio > 0 && away.tscScales();
        if (cpu.keepsTime() && !paceKept) {
            wrong.add(Reason.of(ReasonCode.TSC_DIFFERS)
                    .with("haveKhz", away.tscKhz())
                    .with("needKhz", home.tscKhz()));
        }
        return wrong;
    }

    private static List<Reason> features(Virtualisation kind, GuestCpu cpu, CpuProfile host) {
        List<Reason> wrong = new ArrayList<>();
        for (CpuOffer offer : host.offers()) {
            if (offer.kind() == kind) {
                long missing = cpu.features().stream()
                        .filter(feature -> !offer.features().contains(feature))
                        .count();
                if (!cpu.vendor().isEmpty() && !cpu.vendor().equals(offer.vendor())) {
                    wrong.add(Reason.of(ReasonCode.CPU_INCOMPATIBLE).with("model", cpu.model()));
                } else if (missing > 0) {
                    wrong.add(Reason.of(ReasonCode.CPU_FEATURES_MISSING).with("missing", missing));
                }
            }
        }
        return wrong;
    }

    /** Known and equal in everything that such a guest can see. */
    private static boolean twins(HostFacts one, HostFacts other) {
        return one.cpu().identity().isPresent()
                && other.cpu().identity().isPresent()
                && told(one.cpu().identity().get())
                && !one.cpu().model().isEmpty()
                && one.cpu().model().equals(other.cpu().model())
                && anyClock(one.cpu().identity().get())
                        .equals(anyClock(other.cpu().identity().get()))
                && one.qemuVersion() == other.qemuVersion()
                && sameFeatures(one.cpu().offer(Virtualisation.KVM), other.cpu().offer(Virtualisation.KVM));
    }

    /** Where one of them does not say what it gives, there is nothing to compare. */
    private static boolean sameFeatures(Optional<CpuOffer> one, Optional<CpuOffer> other) {
        return one.isEmpty()
                || other.isEmpty()
                || one.get().features().equals(other.get().features());
    }

    private static boolean told(CpuIdentity identity) {
        return !identity.generation().isEmpty()
                && !identity.stepping().isEmpty()
                && !identity.microcode().isEmpty()
                && !identity.kernel().isEmpty();
    }

    /** Clocks of one model differ from piece to piece; they are another question. */
    private static CpuIdentity anyClock(CpuIdentity identity) {
        return new CpuIdentity(
                identity.generation(), identity.stepping(), identity.microcode(), identity.kernel(), 0, false);
    }
}
