package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.common.model.TlsReadiness;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checker's own words for what two hosts and a guest must have in common, apart from room. */
final class Compatibility {
    private Compatibility() {}

    static List<Reason> departure(HostView from) {
        List<Reason> wrong = new ArrayList<>(observed(from));
        if (from.reachability() != Reachability.UP) {
            wrong.add(notUp(from));
        }
        return wrong;
    }

    static List<Reason> standing(ClusterSettings settings, HostView to) {
        List<Reason> wrong = new ArrayList<>(observed(to));
        if (to.reachability() != Reachability.UP) {
            wrong.add(notUp(to));
        }
        if (to.duty() != HostDuty.ACTIVE) {
            wrong.add(
                    Reason.of(ReasonCode.HOST_NOT_ACTIVE).with("duty", to.duty().name()));
        }
        if (!to.inventoried() || to.facts().isEmpty()) {
            wrong.add(Reason.of(ReasonCode.HOST_NOT_INVENTORIED));
        }
        if (to.load().isEmpty() || to.reportAgeMs() > settings.reportAgeMaxMs()) {
            wrong.add(Reason.of(ReasonCode.HOST_REPORT_STALE)
                    .with("ageMs", to.reportAgeMs())
                    .with("limitMs", settings.reportAgeMaxMs()));
        }
        return wrong;
    }

    static List<Reason> equipment(GuestSpec spec, HostView to) {
        List<Reason> wrong = new ArrayList<>();
        if (to.facts().isEmpty()) {
            return wrong;
        }
        HostFacts facts = to.facts().get();
        if (spec.virtualisation() == Virtualisation.KVM && !facts.cpu().virtualises()) {
            wrong.add(Reason.of(ReasonCode.HOST_CANNOT_VIRTUALISE)
                    .with("vendor", facts.cpu().vendor().toString()));
        }
        if (spec.vcpus() > facts.threads()) {
            wrong.add(Reason.of(ReasonCode.MORE_VCPUS_THAN_THREADS)
                    .with("vcpus", spec.vcpus())
                    .with("threads", facts.threads()));
        }
        if (!spec.machineType().isEmpty() && !facts.machineTypes().contains(spec.machineType())) {
            wrong.add(Reason.of(ReasonCode.MACHINE_TYPE_MISSING).with("machineType", spec.machineType()));
        }
        missing(spec.requiredLabels(), facts.labels())
                .forEach(label -> wrong.add(Reason.of(ReasonCode.LABEL_MISSING).with("label", label)));
        missing(spec.networks(), facts.networks())
                .forEach(network ->
                        wrong.add(Reason.of(ReasonCode.NETWORK_MISSING).with("network", network)));
        missing(poolsOf(spec), facts.pools().stream().map(pool -> pool.name()).toList())
                .forEach(pool -> wrong.add(Reason.of(ReasonCode.POOL_MISSING).with("pool", pool)));
        if (to.unmanaged().stream().anyMatch(guest -> guest.name().equals(spec.name()))) {
            wrong.add(Reason.of(ReasonCode.GUEST_EXISTS_THERE).with("guest", spec.name()));
        }
        return wrong;
    }

    static List<Reason> passage(ClusterView view, GuestSpec spec, HostView from, HostView to) {
        List<Reason> wrong = new ArrayList<>();
        CpuVendor source = from.facts().map(facts -> facts.cpu().vendor()).orElse(CpuVendor.UNKNOWN);
        CpuVendor destination = to.facts().map(facts -> facts.cpu().vendor()).orElse(CpuVendor.UNKNOWN);
        if (source.id().isEmpty() || destination.id().isEmpty()) {
            HostView unknown = source.id().isEmpty() ? from : to;
            wrong.add(Reason.of(ReasonCode.CPU_VENDOR_UNKNOWN)
                    .with("host", unknown.id().value()));
        } else if (!source.id().equals(destination.id())) {
            wrong.add(Reason.of(ReasonCode.CPU_VENDOR_DIFFERS)
                    .with("from", source.id())
                    .with("to", destination.id()));
        }
        long have = to.facts().map(HostFacts::qemuVersion).orElse(0L);
        long need = from.facts().map(HostFacts::qemuVersion).orElse(0L);
        if (have < need) {
            wrong.add(Reason.of(ReasonCode.QEMU_OLDER).with("have", have).with("need", need));
        }
        wrong.addAll(road(view, spec, from, to));
        return wrong;
    }

    /** What a running guest and the definition of one that is off have in common. */
    static List<Reason> road(ClusterView view, GuestSpec spec, HostView from, HostView to) {
        List<Reason> wrong = new ArrayList<>();
        if (from.id().equals(to.id())) {
            wrong.add(Reason.of(ReasonCode.SAME_HOST));
        }
        if (view.settings().migrationTls() == TlsPolicy.REQUIRED) {
            wrong.addAll(withoutTls(from));
            wrong.addAll(withoutTls(to));
        }
        for (String pool : poolsOf(spec)) {
            boolean declared = view.storage().declared().contains(pool);
            if (!declared && view.storage().copies()) {
                continue;
            }
            if (!declared || !view.storage().isProved(pool, from.id(), to.id())) {
                wrong.add(Reason.of(ReasonCode.POOL_NOT_SHARED)
                        .with("pool", pool)
                        .with("host", to.id().value())
                        .with("step", declared ? "proved" : "declared"));
            }
        }
        return wrong;
    }

    /** Running or off: what it hangs on by name has to be there, and its huge pages, where that is told. */
    static List<Reason> setting(GuestView guest, HostView to) {
        List<Reason> wrong = new ArrayList<>();
        List<String> there = to.facts().map(HostFacts::links).orElse(List.of());
        guest.links().forEach((link, kind) -> {
            if (!there.isEmpty() && !there.contains(link)) {
                wrong.add(Reason.of(ReasonCode.LINK_MISSING).with("link", link).with("kind", kind));
            }
        });
        boolean whole = to.facts()
                .filter(facts -> facts.scope().equals(ResourceScope.MACHINE))
                .isPresent();
        long have = to.facts().map(HostFacts::hugepagesMib).orElse(0L);
        if (whole && guest.hugepagesMib() > have) {
            wrong.add(Reason.of(ReasonCode.HUGEPAGES_MISSING)
                    .with("haveMib", have)
                    .with("needMib", guest.hugepagesMib()));
        }
        return wrong;
    }

    private static List<Reason> withoutTls(HostView host) {
        Optional<TlsReadiness> told = host.facts().flatMap(HostFacts::tls);
        boolean cannot = host.facts().isPresent() && !told.equals(Optional.of(TlsReadiness.READY));
        return cannot
                ? List.of(Reason.of(ReasonCode.TLS_NOT_READY)
                        .with("host", host.id().value())
                        .with("state", told.map(TlsReadiness::name).orElse("UNTOLD")))
                : List.of();
    }

    private static List<String> poolsOf(GuestSpec spec) {
        return spec.volumes().stream().map(VolumeReference::pool).distinct().toList();
    }

    private static List<String> missing(List<String> wanted, List<String> there) {
        return wanted.stream().filter(name -> !there.contains(name)).toList();
    }

    static List<Reason> observed(HostView host) {
        List<Reason> said = new ArrayList<>();
        for (ModeSource source : host.observedBy()) {
            said.add(Reason.of(ReasonCode.OBSERVE_ONLY)
                    .with("host", host.id().value())
                    .with("by", source.name()));
        }
        return said;
    }

    private static Reason notUp(HostView host) {
        return Reason.of(ReasonCode.HOST_NOT_UP)
                .with("host", host.id().value())
                .with("state", host.reachability().name());
    }
}
