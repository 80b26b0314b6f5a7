package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorContract;
import io.kvmherd.common.model.GuestSpec;

final class SimulatedHypervisorTest extends HypervisorContract {

    private final SimulatedHosts hosts = new SimulatedHosts();

    @Override
    protected Hypervisor hypervisor() {
        return hosts.h1;
    }

    @Override
    protected GuestSpec spec(String name, String machineType) {
        return SimulatedHosts.spec(name, machineType);
    }
}
