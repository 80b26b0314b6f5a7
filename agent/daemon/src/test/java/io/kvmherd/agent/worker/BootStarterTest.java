package io.kvmherd.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvmherd.agent.core.adoption.BootStarts;
import io.kvmherd.agent.core.adoption.OwnStarts;
import io.kvmherd.agent.core.guard.Admission;
import io.kvmherd.agent.core.guard.BootRound;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.simulated.ManualTime;
import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class BootStarterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final GuestId HERD = new GuestId(new UUID(1, 1));
    private static final Epoch EPOCH = new Epoch(5, new UUID(8, 8));

    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(
            new SimulatedCluster(),
            SimulatedHostProfile.of("qemu+tcp://198.18.0.1/system", CpuVendor.INTEL, 8, 16_384),
            new ManualTime());
    private final SimulatedGuardLog log = new SimulatedGuardLog();
    private final AtomicReference<Thread> thread = new AtomicReference<>();

    @Test
    void leavesAnOwnGuestToTheNextAgentWhenItIsStoppedWhileItWaitsForAController() throws InterruptedException {
        marked();
        CommandGuard guard = CommandGuard.open(log, "boot-2");
        OwnStarts ownStarts = new OwnStarts(hypervisor, guard);
        boolean due = ownStarts.isDue();
        BootStarter starter = BootStarter.start(new BootStarts(hypervisor, guard), ownStarts, this::thread);
        await().atMost(PATIENCE).until(() -> guard.settledBoot(BootRound.ALONE).equals(Optional.of("boot-2")));

        starter.stop();
        boolean ended = thread.get().join(PATIENCE);

        assertThat(due).isTrue();
        assertThat(ended).isTrue();
        assertThat(hypervisor.inspect(HERD).orElseThrow().state()).isEqualTo(GuestState.SHUT_OFF);
        assertThat(guard.settledBoot(BootRound.OWN)).contains("boot-1");
    }

    private Thread thread(Runnable work) {
        Thread made = Thread.ofVirtual().unstarted(work);
        thread.set(made);
        return made;
    }

    /** A guest of which this host was the last to be given the right to run it, in a boot that was settled. */
    private void marked() {
        CommandGuard guard = CommandGuard.open(log, "boot-1");
        hypervisor.define(new GuestDefinition(HERD, HostAgentTest.spec(), PlacementGeneration.FIRST));
        hypervisor.takeOver(HERD, PlacementGeneration.FIRST, StartsWithHost.ASKED, OwnStart.UNLOCKED);
        guard.settleBoot(BootRound.ALONE);
        guard.settleBoot(BootRound.OWN);
        guard.hello(new ControllerHello(1, EPOCH, new UUID(9, 9), 1, Optional.empty(), true));
        OperationId operation = new OperationId(new UUID(7, 1));
        CommandEnvelope envelope = new CommandEnvelope(
                operation,
                1,
                EPOCH,
                1,
                1,
                guard.generation(),
                PlacementGeneration.FIRST,
                60_000,
                new AgentCommand.AdoptGuest(HERD, StartsWithHost.ASKED, Optional.of(OwnStart.UNLOCKED)));
        assertThat(guard.admit(envelope)).isInstanceOf(Admission.Proceed.class);
        guard.ended(operation, 1, new CommandResult.Done());
    }
}
