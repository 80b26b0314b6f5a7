package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.MigrationContract;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.MigrationPolicy;
import java.util.List;

final class SimulatedMigrationTest extends MigrationContract {

    private final SimulatedHosts hosts = new SimulatedHosts();

    @Override
    protected Hypervisor source() {
        return hosts.h1;
    }

    @Override
    protected Hypervisor destination() {
        return hosts.h2;
    }

    @Override
    protected GuestSpec spec(String machineType) {
        return SimulatedHosts.spec("mover", machineType);
    }

    @Override
    protected Departure departure(GuestId guest) {
        return new Departure(guest, "sim://h2", "tcp://h2", List.of("shared"), 0, MigrationPolicy.NORMAL.terms());
    }

    @Override
    protected Departure departureToNowhere(GuestId guest) {
        return new Departure(
                guest, "sim://nowhere", "tcp://nowhere", List.of("shared"), 0, MigrationPolicy.NORMAL.terms());
    }
}
