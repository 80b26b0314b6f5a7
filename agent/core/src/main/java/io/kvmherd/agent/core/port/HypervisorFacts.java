package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.TlsReadiness;
import java.util.List;
import java.util.Optional;

/**
 * What the hypervisor says about its host.
 *
 * @param cpuVendor libvirt's name of the host CPU's vendor ("Intel", "AMD"), empty when it does not say; only to be
 *     compared with what the CPU itself says
 * @param cpuModel libvirt's closest model of the host CPU, empty when unknown
 * @param cpuFeatures features beyond the model
 * @param qemuVersion major * 1,000,000 + minor * 1,000 + release
 * @param libvirtVersion in the same encoding
 * @param machineTypes versioned machine types
 * @param pools active pools
 * @param networks active networks
 * @param cpus what it gives to guests
 * @param disks of the guests that run, as far as they were looked at
 * @param tls whether guests can leave and arrive over TLS; empty when it does not say
 */
public record HypervisorFacts(
        String cpuVendor,
        String cpuModel,
        List<String> cpuFeatures,
        long qemuVersion,
        long libvirtVersion,
        List<String> machineTypes,
        List<StoragePool> pools,
        List<String> networks,
        HypervisorCpus cpus,
        List<GuestDisks> disks,
        Optional<TlsReadiness> tls) {
    public HypervisorFacts {
        cpuFeatures = List.copyOf(cpuFeatures);
        machineTypes = List.copyOf(machineTypes);
        pools = List.copyOf(pools);
        networks = List.copyOf(networks);
        disks = List.copyOf(disks);
    }

    /** A hypervisor that tells neither about its guests' CPUs and disks nor about TLS. */
    // size: the record's own components
    public HypervisorFacts(
            String cpuVendor,
            String cpuModel,
            List<String> cpuFeatures,
            long qemuVersion,
            long libvirtVersion,
            List<String> machineTypes,
            List<StoragePool> pools,
            List<String> networks) {
        this(
                cpuVendor,
                cpuModel,
                cpuFeatures,
                qemuVersion,
                libvirtVersion,
                machineTypes,
                pools,
                networks,
                HypervisorCpus.UNTOLD,
                List.of(),
                Optional.empty());
    }
}
