package io.kvmherd.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.command.CommandExecution;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.Machine;
import io.kvmherd.agent.core.port.MachineFacts;
import io.kvmherd.agent.core.simulated.ManualTime;
import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.agent.core.simulated.SimulatedMachine;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import io.kvmherd.common.protocol.LinkMessage.OpenStep;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandWorkerTest {
    private static final GuestId GUEST = GuestId.of("01939d3c-0000-7000-8000-00000000000a");
    private static final OperationId OPERATION = OperationId.of("01939d3c-0000-7000-8000-0000000000f1");
    private static final Epoch EPOCH = new Epoch(7, UUID.fromString("01939d3c-0000-7000-8000-0000000000e7"));
    private static final UUID DATABASE = UUID.fromString("01939d3c-0000-7000-8000-0000000000db");
    private static final long DEADLINE_MS = 60_000;

    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(
            new SimulatedCluster(),
            SimulatedHostProfile.of("qemu+tcp://198.18.0.1/system", CpuVendor.INTEL, 8, 16_384),
            new ManualTime());
    private final SimulatedMachine machine = new SimulatedMachine(hypervisor, "boot-1");
    private final CommandGuard guard = CommandGuard.open(new SimulatedGuardLog(), "boot-1");
    private final AtomicLong clock = new AtomicLong();
    private final RecordedController controller = new RecordedController();
    private CommandWorker worker = worker(machine, 0);

    @BeforeEach
    void sayHello() {
        guard.hello(new ControllerHello(ProtocolVersion.CURRENT, EPOCH, DATABASE, 1, Optional.empty(), true));
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void aChangeThatWaitedPastItsDeadlineHasFailedAndDidNothing() {
        worker = worker(machine, DEADLINE_MS + 1);

        worker.admit(command(1, create()), controller);
        CommandResult first = controller.answerTo(1);
        controller.heard().clear();
        worker.admit(command(1, create()), controller);
        CommandResult repeated = controller.answerTo(1);

        assertThat(first).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.BUSY);
            assertThat(failed.message()).contains("60001 ms", "60000 ms", "nothing was done");
        });
        assertThat(repeated).isEqualTo(first);
        assertThat(hypervisor.inspect(GUEST)).isEmpty();
        assertThat(guard.openSteps()).containsExactly(new OpenStep(OPERATION, 1, true));
    }

    @Test
    void anInquiryThatWaitedPastItsDeadlineMayBeSentAgain() {
        worker = worker(machine, DEADLINE_MS + 1);

        worker.admit(command(1, new AgentCommand.InspectGuest(GUEST)), controller);

        assertThat(controller.answerTo(1))
                .isInstanceOfSatisfying(
                        NotAdmitted.class, busy -> assertThat(busy.refusal()).isEqualTo(Refusal.BUSY));
    }

    @Test
    void aChangeThatWaitedUpToItsDeadlineIsDone() {
        worker = worker(machine, DEADLINE_MS);

        worker.admit(command(1, create()), controller);

        assertThat(controller.answerTo(1)).isEqualTo(new CommandResult.Done());
    }

    @Test
    void aChangeThatBrokeOffByAMistakeEndsAsNotKnown() {
        worker = worker(new BrokenMachine(), 0);

        worker.admit(command(1, migration()), controller);

        assertThat(controller.answerTo(1)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.UNREACHABLE);
            assertThat(failed.message()).contains("cannot tell what was done", "made for a test");
        });
        assertThat(guard.openSteps()).containsExactly(new OpenStep(OPERATION, 1, true));
    }

    /** @param waitMs how long each command waits for a thread */
    private CommandWorker worker(Machine host, long waitMs) {
        return new CommandWorker(
                guard,
                new CommandExecution(hypervisor, host, guard),
                new StepsUnderway(),
                () -> clock.getAndAdd(waitMs),
                Thread.ofVirtual().factory());
    }

    private CommandEnvelope command(int step, AgentCommand command) {
        return new CommandEnvelope(
                OPERATION, step, EPOCH, step, 1, guard.generation(), PlacementGeneration.FIRST, DEADLINE_MS, command);
    }

    private static AgentCommand create() {
        return new AgentCommand.CreateGuest(GUEST, HostAgentTest.spec());
    }

    private static AgentCommand migration() {
        return new AgentCommand.MigrateGuest(
                GUEST,
                new HostId("h2"),
                "sim://h2",
                "tcp://h2",
                CpuVendor.INTEL.id(),
                List.of(),
                0,
                1_000,
                1_000,
                Optional.empty());
    }

    /** A program with a mistake in it. */
    private record BrokenMachine() implements Machine {
        @Override
        public MachineFacts facts() {
            throw new IllegalStateException("made for a test");
        }

        @Override
        public HostLoad load() {
            throw new IllegalStateException("made for a test");
        }

        @Override
        public String bootId() {
            return "boot-1";
        }
    }
}
