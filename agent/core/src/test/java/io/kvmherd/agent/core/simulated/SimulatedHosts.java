package io.kvmherd.agent.core.simulated;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import java.util.List;
import java.util.Optional;

/** Two hosts of one vendor and one of another, for tests. */
public final class SimulatedHosts {

    public final ManualTime time = new ManualTime();
    public final SimulatedCluster cluster = new SimulatedCluster();
    public final SimulatedHypervisor h1 = host("sim://h1", CpuVendor.AMD);
    public final SimulatedHypervisor h2 = host("sim://h2", CpuVendor.AMD);
    public final SimulatedHypervisor h3 = host("sim://h3", CpuVendor.INTEL);

    private SimulatedHypervisor host(String uri, CpuVendor vendor) {
        return new SimulatedHypervisor(cluster, SimulatedHostProfile.of(uri, vendor, 8, 16_384), time);
    }

    /** 1 GiB with a disk in the shared pool; takes some simulated seconds to move. */
    public static GuestSpec spec(String name, String machineType) {
        return spec(name, machineType, "shared");
    }

    public static GuestSpec spec(String name, String machineType, String pool) {
        return new GuestSpec(
                name,
                2,
                1_024,
                512,
                Virtualisation.KVM,
                SimulatedHostProfile.COMMON_MODEL,
                machineType,
                Optional.empty(),
                List.of(new VolumeReference(pool, name + ".qcow2", VolumeReference.Format.QCOW2)),
                List.of("default"),
                List.of(),
                "",
                CannotMove.BLOCK);
    }
}
