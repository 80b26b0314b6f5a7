package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.agent.core.simulated.SimulatedMachine;
import io.kvmherd.agent.core.simulated.SimulatedOutside;
import io.kvmherd.agent.core.simulated.SimulatedTime;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.HostId;

/** One host without its agent: what is there whether or not any program of ours runs. */
final class Node {
    static final int THREADS = 16;
    static final long MEMORY_MIB = 32L * 1_024;

    private static final int OTHER_VENDOR_EACH = 4;

    private final HostId id;
    private final SimulatedHypervisor hypervisor;
    private final SimulatedMachine machine;
    private SimulatedGuardLog disk = new SimulatedGuardLog();
    private int boots = 1;

    Node(int number, SimulatedCluster wire, SimulatedTime time) {
        this.id = new HostId("h" + (number + 1));
        CpuVendor vendor = number % OTHER_VENDOR_EACH == OTHER_VENDOR_EACH - 1 ? CpuVendor.AMD : CpuVendor.INTEL;
        this.hypervisor = new SimulatedHypervisor(
                wire,
                SimulatedHostProfile.of("qemu+tcp://" + address() + "/system", vendor, THREADS, MEMORY_MIB),
                time);
        this.machine = new SimulatedMachine(hypervisor, bootId());
    }

    HostId id() {
        return id;
    }

    /** Where other hosts reach it. */
    String address() {
        return id.value() + ".sim";
    }

    CpuVendor vendor() {
        return hypervisor.profile().vendor();
    }

    SimulatedHypervisor hypervisor() {
        return hypervisor;
    }

    SimulatedOutside outside() {
        return hypervisor.outside();
    }

    SimulatedMachine machine() {
        return machine;
    }

    /** The disk of the guard's log as it is now. */
    SimulatedGuardLog disk() {
        return disk;
    }

    /** The same disk for another process: what a write left behind is there, and it can be written again. */
    SimulatedGuardLog reopenedDisk() {
        disk = disk.reopened();
        return disk;
    }

    void restorePower() {
        boots++;
        machine.boot(bootId());
        outside().restorePower();
    }

    private String bootId() {
        return "boot-" + id.value() + "-" + boots;
    }
}
