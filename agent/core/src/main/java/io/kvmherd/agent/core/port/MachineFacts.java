package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.ResourceScope;
import java.util.List;

/**
 * @param vendor as the CPU says it
 * @param virtualises {@code svm} or {@code vmx} is there, and /dev/kvm can be opened
 * @param threads in the scope
 * @param cores in the scope
 * @param memoryMib in the scope
 * @param hugepagesMib in the scope
 * @param links names of network interfaces that are the host's own and not a guest's; none when they are not known
 */
public record MachineFacts(
        CpuVendor vendor,
        boolean virtualises,
        ResourceScope scope,
        int threads,
        int cores,
        long memoryMib,
        long hugepagesMib,
        List<String> links) {
    public MachineFacts {
        links = List.copyOf(links);
    }
}
