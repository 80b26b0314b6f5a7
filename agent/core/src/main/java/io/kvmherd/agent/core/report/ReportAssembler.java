package io.kvmherd.agent.core.report;

import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.agent.core.port.MachineFacts;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.util.List;

/** Makes the reports of one life of one host and numbers them. Safe to call from any thread. */
public final class ReportAssembler {

    private final HostId host;
    private final HostGeneration generation;
    private final List<String> labels;
    private final String migrationAddress;
    private long sequence;

    /**
     * @param labels what the host's configuration says about it
     * @param migrationAddress where other hosts reach this one
     */
    public ReportAssembler(HostId host, HostGeneration generation, List<String> labels, String migrationAddress) {
        this.host = host;
        this.generation = generation;
        this.labels = List.copyOf(labels);
        this.migrationAddress = migrationAddress;
    }

    public HostFacts facts(MachineFacts machine, HypervisorFacts hypervisor) {
        CpuProfile cpu = new CpuProfile(
                VendorAgreement.of(machine.vendor(), hypervisor.cpuVendor()),
                hypervisor.cpuModel(),
                hypervisor.cpuFeatures(),
                machine.virtualises(),
                hypervisor.cpus().offers(),
                hypervisor.cpus().identity());
        return new HostFacts(
                cpu,
                machine.scope(),
                machine.threads(),
                machine.cores(),
                machine.memoryMib(),
                machine.hugepagesMib(),
                hypervisor.qemuVersion(),
                hypervisor.libvirtVersion(),
                hypervisor.machineTypes(),
                hypervisor.pools(),
                hypervisor.networks(),
                labels,
                migrationAddress,
                hypervisor.tls(),
                machine.links());
    }

    /** The next report; its sequence is one more than the one before. */
    public synchronized HostReport assemble(
            MachineFacts machine, HostLoad load, HypervisorFacts hypervisor, List<ObservedGuest> guests) {
        sequence++;
        return new HostReport(
                ProtocolVersion.CURRENT,
                host,
                generation,
                sequence,
                "",
                facts(machine, hypervisor),
                load,
                guests,
                hypervisor.cpus().inUse(),
                hypervisor.disks());
    }
}
