package io.kvmherd.common.model;

import java.util.List;
import java.util.Optional;

/**
 * What a host is and has. No setting overrides what its CPU is.
 *
 * @param cpu the host's own CPU
 * @param scope what its size is measured by
 * @param threads hardware threads in the scope
 * @param cores physical cores in the scope, at most {@code threads}
 * @param memoryMib memory in the scope
 * @param hugepagesMib of it set aside as huge pages
 * @param qemuVersion as libvirt encodes it: major * 1,000,000 + minor * 1,000 + release
 * @param libvirtVersion in the same encoding
 * @param machineTypes versioned machine types that QEMU offers ("pc-q35-7.2"), sorted; aliases are left out
 * @param pools active storage pools
 * @param networks names of active libvirt networks, sorted
 * @param labels what the host's own configuration says about it ("ssd", "rack-3"), sorted
 * @param migrationAddress address at which other hosts reach this one's libvirt and receive guests
 * @param tls whether guests can leave it and arrive over TLS; empty when it does not say
 * @param links names of its own network interfaces (bridges, NICs, bonds), which guests may hang on, sorted; none when it
 *     does not say
 */
public record HostFacts(
        CpuProfile cpu,
        ResourceScope scope,
        int threads,
        int cores,
        long memoryMib,
        long hugepagesMib,
        long qemuVersion,
        long libvirtVersion,
        List<String> machineTypes,
        List<StoragePool> pools,
        List<String> networks,
        List<String> labels,
        String migrationAddress,
        Optional<TlsReadiness> tls,
        List<String> links) {
    public HostFacts {
        Names.requireText("migration address", migrationAddress);
        machineTypes = machineTypes.stream().sorted().toList();
        pools = List.copyOf(pools);
        networks = networks.stream().sorted().toList();
        labels = labels.stream().sorted().toList();
        links = links.size() > Limits.HOST_LINKS
                ? List.of()
                : links.stream().sorted().toList();
    }

    /** Facts of a host that says neither whether it is ready for TLS nor what links it has. */
    // size: the record's own components
    public HostFacts(
            CpuProfile cpu,
            ResourceScope scope,
            int threads,
            int cores,
            long memoryMib,
            long hugepagesMib,
            long qemuVersion,
            long libvirtVersion,
            List<String> machineTypes,
            List<StoragePool> pools,
            List<String> networks,
            List<String> labels,
            String migrationAddress) {
        this(
                cpu,
                scope,
                threads,
                cores,
                memoryMib,
                hugepagesMib,
                qemuVersion,
                libvirtVersion,
                machineTypes,
                pools,
                networks,
                labels,
                migrationAddress,
                Optional.empty(),
                List.of());
    }

    public boolean isReadyForTls() {
        return tls.equals(Optional.of(TlsReadiness.READY));
    }

    public boolean hasPool(String name) {
        return pools.stream().anyMatch(pool -> pool.name().equals(name));
    }
}
