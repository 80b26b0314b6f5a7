package io.kvmherd.agent.core.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.guard.Admission;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedHosts;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class BootStartsTest {
    private static final GuestId GUEST = new GuestId(new UUID(1, 1));

    private final SimulatedHosts hosts = new SimulatedHosts();
    private final SimulatedGuardLog log = new SimulatedGuardLog();

    @Test
    void startsAGuestWithDisksOfItsOwnAfterAPowerCut() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");

        List<BootStarts.Attempt> attempts = powerCut("boot-2");

        assertThat(attempts)
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.failure()).isEmpty());
        assertThat(state()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void leavesAGuestToTheControllerThatMayRunElsewhere() {
        adopted("local", StartsWithHost.ASKED);
        boot("boot-1");

        assertThat(powerCut("boot-2")).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void believesTheDisksMoreThanTheRecord() {
        adopted("shared", StartsWithHost.ALONE);
        boot("boot-1");

        assertThat(powerCut("boot-2")).isEmpty();
    }

    @Test
    void startsNobodyAgainInTheSameBoot() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        powerCut("boot-2");
        hosts.h1.outside().become(GUEST, GuestState.SHUT_OFF);

        assertThat(boot("boot-2")).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void startsNobodyInItsFirstLife() {
        adopted("local", StartsWithHost.ALONE);
        hosts.h1.outside().become(GUEST, GuestState.SHUT_OFF);

        assertThat(boot("boot-1")).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void startsNobodyWhomItCouldNotRememberToHaveStarted() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        hosts.h1.outside().cutPower();
        hosts.h1.outside().restorePower();
        CommandGuard guard = CommandGuard.open(log, "boot-2");
        log.failAfter(0, SimulatedGuardLog.Fate.LOST);

        assertThatThrownBy(() -> new BootStarts(hosts.h1, guard).settle()).isInstanceOf(KvmherdException.class);
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void startsNobodyWhileItOnlyObserves() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        hosts.h1.outside().cutPower();
        hosts.h1.outside().restorePower();

        CommandGuard observing = CommandGuard.open(log, "boot-2", ManagementMode.OBSERVE);

        assertThat(new BootStarts(hosts.h1, observing).settle()).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void startsNobodyWhoWasBuriedHere() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        CommandGuard.open(log, "boot-1").bury(GUEST, new PlacementGeneration(1));

        assertThat(powerCut("boot-2")).isEmpty();
    }

    @Test
    void leavesOffWhatWasToldToGoOff() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        told("boot-1", new AgentCommand.AdoptGuest(GUEST, StartsWithHost.ALONE), new AgentCommand.DestroyGuest(GUEST));

        assertThat(powerCut("boot-2")).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void startsWhoseShutdownWasRefusedOrFailed() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        told("boot-1", new AgentCommand.AdoptGuest(GUEST, StartsWithHost.ALONE));
        told(
                "boot-1",
                new CommandResult.NotAdmitted(CommandResult.Refusal.PRECONDITION, "abort its migration first"),
                new AgentCommand.ShutDownGuest(GUEST));
        told(
                "boot-1",
                new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "no agent in the guest"),
                new AgentCommand.ShutDownGuest(GUEST));

        assertThat(powerCut("boot-2")).hasSize(1);
        assertThat(state()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void leavesOffWhoseStopMayHaveBeenCarriedOut() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        told("boot-1", new AgentCommand.AdoptGuest(GUEST, StartsWithHost.ALONE));
        told(
                "boot-1",
                new CommandResult.Failed(ErrorCode.UNREACHABLE, "libvirt went away"),
                new AgentCommand.DestroyGuest(GUEST));

        assertThat(powerCut("boot-2")).isEmpty();
    }

    @Test
    void startsWhatWasToldToRunSince() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        told(
                "boot-1",
                new AgentCommand.AdoptGuest(GUEST, StartsWithHost.ALONE),
                new AgentCommand.DestroyGuest(GUEST),
                new AgentCommand.StartGuest(GUEST));

        assertThat(powerCut("boot-2")).hasSize(1);
        assertThat(state()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void triesAgainWhenTheHypervisorCannotBeAsked() {
        adopted("local", StartsWithHost.ALONE);
        boot("boot-1");
        hosts.h1.outside().cutPower();

        assertThatThrownBy(() -> boot("boot-2")).isInstanceOf(KvmherdException.class);
        hosts.h1.outside().restorePower();

        assertThat(boot("boot-2")).hasSize(1);
    }

    private void adopted(String pool, StartsWithHost recorded) {
        hosts.h1.outside().defineUnmanaged(GUEST, SimulatedHosts.spec("web", "", pool));
        hosts.h1.outside().become(GUEST, GuestState.RUNNING);
        hosts.h1.takeOver(GUEST, new PlacementGeneration(1), recorded, OwnStart.ASKED);
    }

    /** Each by an operation of its own, which the controller then forgets. */
    private void told(String bootId, AgentCommand.Change... commands) {
        told(bootId, new CommandResult.Done(), commands);
    }

    private void told(String bootId, CommandResult result, AgentCommand.Change... commands) {
        CommandGuard guard = CommandGuard.open(log, bootId);
        Epoch epoch = new Epoch(5, new UUID(8, 8));
        guard.hello(new ControllerHello(1, epoch, new UUID(9, 9), 1, guard.newestPlace(), true));
        for (int i = 0; i < commands.length; i++) {
            OperationId operation = new OperationId(new UUID(7, i));
            CommandEnvelope envelope = new CommandEnvelope(
                    operation, 1, epoch, i + 1, 1, guard.generation(), new PlacementGeneration(1), 60_000, commands[i]);
            assertThat(guard.admit(envelope)).isInstanceOf(Admission.Proceed.class);
            guard.ended(operation, 1, result);
            guard.forget(operation, Optional.of(new JournalPlace(epoch, 1)));
        }
    }

    private List<BootStarts.Attempt> powerCut(String newBoot) {
        hosts.h1.outside().cutPower();
        hosts.h1.outside().restorePower();
        return boot(newBoot);
    }

    private List<BootStarts.Attempt> boot(String bootId) {
        return new BootStarts(hosts.h1, CommandGuard.open(log, bootId)).settle();
    }

    private GuestState state() {
        return hosts.h1.inspect(GUEST).orElseThrow().state();
    }
}
