package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.StoragePool;
import java.util.List;

/**
 * What a simulated host is.
 *
 * @param uri under which other hosts send guests to it
 * @param virtualises whether it runs guests by its own CPU
 * @param facts what its hypervisor says
 * @param cpuModels CPU models that it can give to guests
 * @param sharedPools those of its pools that are one and the same on all hosts of the cluster that list them
 */
public record SimulatedHostProfile(
        String uri,
        CpuVendor vendor,
        boolean virtualises,
        int threads,
        long memoryMib,
        HypervisorFacts facts,
        List<String> cpuModels,
        List<String> sharedPools) {

    /** A CPU model that every profile made here offers. */
    public static final String COMMON_MODEL = "qemu64";

    /** The plainest model of a KVM guest, which every QEMU offers. */
    private static final String PLAINEST_KVM_MODEL = "kvm64";

    public SimulatedHostProfile {
        cpuModels = List.copyOf(cpuModels);
        sharedPools = List.copyOf(sharedPools);
    }

    /** A host with QEMU 7.2, the shared pool "shared", a pool "local" of its own and the network "default". */
    public static SimulatedHostProfile of(String uri, CpuVendor vendor, int threads, long memoryMib) {
        boolean intel = vendor.equals(CpuVendor.INTEL);
        String model = intel ? "Skylake-Server" : "EPYC";
        HypervisorFacts facts = new HypervisorFacts(
                intel ? "Intel" : vendor.equals(CpuVendor.AMD) ? "AMD" : "",
                model,
                List.of(),
                7_002_000,
                9_000_000,
                List.of("pc-q35-7.1", "pc-q35-7.2"),
                List.of(
                        new StoragePool("local", "dir", "/var/lib/libvirt/images", 65_536, 65_536),
                        new StoragePool("shared", "dir", "/srv/kvmherd/shared", 65_536, 65_536)),
                List.of("default"));
        return new SimulatedHostProfile(
                uri,
                vendor,
                true,
                threads,
                memoryMib,
                facts,
                List.of(COMMON_MODEL, PLAINEST_KVM_MODEL, model),
                List.of("shared"));
    }

    /** The same host with another QEMU. */
    public SimulatedHostProfile withQemu(long version, List<String> machineTypes) {
        HypervisorFacts other = new HypervisorFacts(
                facts.cpuVendor(),
                facts.cpuModel(),
                facts.cpuFeatures(),
                version,
                facts.libvirtVersion(),
                machineTypes,
                facts.pools(),
                facts.networks(),
                facts.cpus(),
                facts.disks(),
                facts.tls());
        return new SimulatedHostProfile(uri, vendor, virtualises, threads, memoryMib, other, cpuModels, sharedPools);
    }

    /** The same host without svm or vmx. */
    public SimulatedHostProfile withoutVirtualisation() {
        return new SimulatedHostProfile(uri, vendor, false, threads, memoryMib, facts, cpuModels, sharedPools);
    }
}
