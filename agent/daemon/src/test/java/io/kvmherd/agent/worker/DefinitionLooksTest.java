package io.kvmherd.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.simulated.ManualTime;
import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DefinitionLooksTest {
    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(
            new SimulatedCluster(),
            SimulatedHostProfile.of("qemu+tcp://198.18.0.1/system", CpuVendor.INTEL, 8, 16_384),
            new ManualTime());
    private final AtomicInteger asked = new AtomicInteger();
    private final DefinitionLooks looks = new DefinitionLooks(hypervisor, () -> {
        asked.incrementAndGet();
        return hypervisor.facts();
    });

    @Test
    void asksTheHostOnceForAllDefinitionsThatWaitToBeTold() {
        for (int number = 1; number <= 5; number++) {
            GuestId guest = new GuestId(new UUID(1, number));
            hypervisor.define(new GuestDefinition(
                    guest, HostAgentTest.spec().withName("web-" + number), PlacementGeneration.FIRST));
        }

        for (ObservedGuest guest : hypervisor.guests()) {
            assertThat(looks.look(guest, 0)).isPresent();
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainAfterARest() {
        GuestId guest = new GuestId(new UUID(1, 1));
        hypervisor.define(new GuestDefinition(guest, HostAgentTest.spec(), PlacementGeneration.FIRST));
        looks.look(hypervisor.inspect(guest).orElseThrow(), 0);
        hypervisor.outside().edit(guest, HostAgentTest.larger());

        looks.rest();
        looks.look(hypervisor.inspect(guest).orElseThrow(), 0);

        assertThat(asked).hasValue(2);
    }
}
