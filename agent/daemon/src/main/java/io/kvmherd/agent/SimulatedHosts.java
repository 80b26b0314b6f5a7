package io.kvmherd.agent;

import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.agent.core.simulated.SimulatedTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Hosts that exist in this process's memory: everything of the agent is real but the machine and the hypervisor. */
final class SimulatedHosts {
    private final SimulatedCluster cluster = new SimulatedCluster();

    SimulatedHypervisor hypervisor(AgentConfig config, AgentConfig.Simulated simulated) {
        SimulatedHostProfile profile = SimulatedHostProfile.of(
                "qemu+tcp://" + config.migrationAddress() + "/system",
                simulated.cpuVendor(),
                simulated.threads(),
                simulated.memoryMib());
        return new SimulatedHypervisor(
                cluster, simulated.virtualises() ? profile : profile.withoutVirtualisation(), new RealTime());
    }

    /** A migration of a simulated guest takes as long as one of a real guest would. */
    private static final class RealTime implements SimulatedTime {
        @Override
        public long nowMs() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        }

        @Override
        public void sleepMs(long ms) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
            long left = until - System.nanoTime();
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = until - System.nanoTime();
            }
        }
    }
}
