package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.port.Arrival;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import java.util.ArrayList;
import java.util.List;

/** What a simulated host can take. */
final class SimulatedArrivals {

    private SimulatedArrivals() {}

    static List<Reason> check(SimulatedHostProfile host, Arrival arrival) {
        DomainDescription live = DomainXmlReader.read(arrival.domainXml());
        List<Reason> reasons = new ArrayList<>(runs(host, arrival.spec(), live.machineType()));
        if (arrival.off()) {
            reasons.removeIf(reason -> reason.code() == ReasonCode.CPU_INCOMPATIBLE);
            return List.copyOf(reasons);
        }
        if (host.facts().qemuVersion() < arrival.qemuVersion()) {
            reasons.add(Reason.of(ReasonCode.QEMU_OLDER)
                    .with("have", host.facts().qemuVersion())
                    .with("need", arrival.qemuVersion()));
        }
        return List.copyOf(reasons);
    }

    /** What keeps the host from running a guest, wherever it comes from. */
    static List<Reason> runs(SimulatedHostProfile host, GuestSpec spec, String machineType) {
        List<Reason> reasons = new ArrayList<>();
        HypervisorFacts facts = host.facts();
        if (spec.virtualisation() == Virtualisation.KVM && !host.virtualises()) {
            reasons.add(Reason.of(ReasonCode.HOST_CANNOT_VIRTUALISE)
                    .with("vendor", host.vendor().id()));
        }
        if (!host.cpuModels().contains(spec.cpuModel())) {
            reasons.add(Reason.of(ReasonCode.CPU_INCOMPATIBLE)
                    .with("model", spec.cpuModel())
                    .with("answer", "incompatible"));
        }
        if (!facts.machineTypes().contains(machineType)) {
            reasons.add(Reason.of(ReasonCode.MACHINE_TYPE_MISSING).with("machineType", machineType));
        }
        for (VolumeReference volume : spec.volumes()) {
            if (facts.pools().stream().noneMatch(pool -> pool.name().equals(volume.pool()))) {
                reasons.add(Reason.of(ReasonCode.POOL_MISSING).with("pool", volume.pool()));
            }
        }
        for (String network : spec.networks()) {
            if (!facts.networks().contains(network)) {
                reasons.add(Reason.of(ReasonCode.NETWORK_MISSING).with("network", network));
            }
        }
        return List.copyOf(reasons);
    }
}
