package io.kvmherd.agent.core.domain;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.List;
import java.util.Optional;

/**
 * What a domain's XML says, as far as rules ask for it.
 *
 * @param placement generation in our metadata; empty for a domain that kvmherd does not manage
 * @param type kvm, qemu, test ...
 * @param machineType empty when none is named
 * @param networks libvirt networks of its interfaces, in order; of a running guest's as well if they say bridge
 * @param interfaces all its interfaces' types, in order
 * @param hostDevices what it holds of the host, one short description each
 */
public record DomainDescription(
        GuestId id,
        String name,
        Optional<PlacementGeneration> placement,
        String type,
        String machineType,
        int vcpus,
        long memoryMib,
        DomainCpu cpu,
        List<DomainDisk> disks,
        List<String> networks,
        List<String> interfaces,
        List<String> hostDevices) {

    public DomainDescription {
        disks = List.copyOf(disks);
        networks = List.copyOf(networks);
        interfaces = List.copyOf(interfaces);
        hostDevices = List.copyOf(hostDevices);
    }
}
