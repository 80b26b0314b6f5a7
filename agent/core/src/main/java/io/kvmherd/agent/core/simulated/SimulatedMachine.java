package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.port.Machine;
import io.kvmherd.agent.core.port.MachineFacts;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.ResourceScope;
import java.util.List;

/** The operating system of a simulated host: its load is what its guests use, and a little for itself. */
public final class SimulatedMachine implements Machine {

    private static final long OWN_MEMORY_MIB = 512;
    private static final long OWN_CPU_MILLI = 50;
    private static final List<String> LINKS = List.of("br0", "eth0");

    private final SimulatedHypervisor hypervisor;
    private final SimulatedHostProfile profile;
    private volatile String bootId;

    public SimulatedMachine(SimulatedHypervisor hypervisor, String bootId) {
        this.hypervisor = hypervisor;
        this.profile = hypervisor.profile();
        this.bootId = bootId;
    }

    /** The machine came up again. */
    public void boot(String newBootId) {
        bootId = newBootId;
    }

    @Override
    public MachineFacts facts() {
        return new MachineFacts(
                profile.vendor(),
                profile.virtualises(),
                ResourceScope.MACHINE,
                profile.threads(),
                Math.max(1, profile.threads() / 2),
                profile.memoryMib(),
                0,
                LINKS);
    }

    @Override
    public HostLoad load() {
        long capacityMilli = 1_000L * profile.threads();
        long wantedMilli = OWN_CPU_MILLI + hypervisor.cpuUsedMilli();
        long memoryMib = profile.memoryMib() - OWN_MEMORY_MIB - hypervisor.residentMib();
        // Work that the host has no CPU for waits; that is what pressure measures.
        double waitingPercent = wantedMilli <= capacityMilli ? 0 : 100.0 * (wantedMilli - capacityMilli) / wantedMilli;
        return new HostLoad(
                Math.min(capacityMilli, wantedMilli),
                Math.max(0, memoryMib),
                new Pressure(true, waitingPercent, memoryMib < 0 ? 100 : 0, 0));
    }

    @Override
    public String bootId() {
        return bootId;
    }
}
