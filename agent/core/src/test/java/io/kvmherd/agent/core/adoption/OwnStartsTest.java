package io.kvmherd.agent.core.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.guard.Admission;
import io.kvmherd.agent.core.guard.BootRound;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.Hypervisor;
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
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnStartsTest {
    private static final GuestId HERD = new GuestId(new UUID(1, 1));
    private static final PlacementGeneration FIRST = new PlacementGeneration(1);
    private static final Epoch EPOCH = new Epoch(5, new UUID(8, 8));

    private final SimulatedHosts hosts = new SimulatedHosts();
    private final SimulatedGuardLog log = new SimulatedGuardLog();

    @Test
    void startsItWhenNoControllerWasHeard() {
        marked(OwnStart.LOCKED);

        assertThat(powerCut().settle()).singleElement().satisfies(attempt -> {
            assertThat(attempt.guest().id()).isEqualTo(HERD);
            assertThat(attempt.failure()).isEmpty();
        });
        assertThat(state()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void leavesItToAControllerThatWasHeard() {
        marked(OwnStart.LOCKED);
        cutPower();
        CommandGuard guard = CommandGuard.open(log, "boot-2");
        OwnStarts starts = starts(guard);

        guard.hello(helloTo(guard));

        assertThat(starts.isDue()).isFalse();
        assertThat(starts.settle()).isEmpty();
        assertThat(starts.isOpen()).isFalse();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void leavesAGuestThatIsNotMarked() {
        marked(OwnStart.ASKED);

        assertThat(powerCut().settle()).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void leavesItWithoutALockUnlessSomebodyTookTheRisk() {
        marked(OwnStart.LOCKED, false);

        OwnStarts starts = powerCut();

        assertThat(starts.settle())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.failure())
                        .hasValueSatisfying(why -> assertThat(why).contains("lock_manager")));
        assertThat(starts.isOpen()).isFalse();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void startsItWithoutALockWhenSomebodyTookTheRisk() {
        marked(OwnStart.UNLOCKED, false);

        assertThat(powerCut().settle()).hasSize(1);
        assertThat(state()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void leavesAGenerationThatWasBuriedHere() {
        marked(OwnStart.LOCKED);
        CommandGuard.open(log, "boot-1").bury(HERD, FIRST);

        assertThat(powerCut().settle()).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void leavesAGenerationThatThisHostWasNeverGranted() {
        defined(OwnStart.LOCKED);
        boot("boot-1").settle();

        assertThat(powerCut().settle()).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void leavesWhatWasToldToGoOff() {
        marked(OwnStart.LOCKED);
        told(2, new AgentCommand.DestroyGuest(HERD));

        assertThat(powerCut().settle()).isEmpty();
    }

    @Test
    void startsItOnceInABoot() {
        marked(OwnStart.LOCKED);
        powerCut().settle();
        hosts.h1.outside().become(HERD, GuestState.SHUT_OFF);

        OwnStarts again = boot("boot-2");

        assertThat(again.isOpen()).isFalse();
        assertThat(again.settle()).isEmpty();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void goesOnWhereAnAgentDiedThatWasWaiting() {
        marked(OwnStart.LOCKED);
        powerCut();

        OwnStarts again = boot("boot-2");

        assertThat(again.settle()).hasSize(1);
        assertThat(state()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void triesAgainWhenTheHypervisorCouldNotStartIt() {
        marked(OwnStart.LOCKED);
        OwnStarts starts = powerCut();
        hosts.h1.outside().lackStorage(true);
        List<OwnStarts.Attempt> failed = starts.settle();
        boolean open = starts.isOpen();
        hosts.h1.outside().lackStorage(false);

        assertThat(failed)
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.again()).isTrue());
        assertThat(open).isTrue();
        assertThat(starts.settle())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.failure()).isEmpty());
        assertThat(starts.isOpen()).isFalse();
    }

    @Test
    void startsNobodyInItsFirstLifeOrWhileItOnlyObserves() {
        defined(OwnStart.UNLOCKED);
        hosts.h1.outside().become(HERD, GuestState.SHUT_OFF);

        assertThat(boot("boot-1").settle()).isEmpty();
        OwnStarts observing = starts(CommandGuard.open(log, "boot-2", ManagementMode.OBSERVE));

        assertThat(observing.settle()).isEmpty();
        assertThat(observing.isOpen()).isFalse();
    }

    @Test
    void knowsABootFromOneThatAnOlderAgentSettled() {
        marked(OwnStart.LOCKED);
        cutPower();
        CommandGuard.open(log, "boot-2").settleBoot(BootRound.ALONE);

        assertThat(CommandGuard.open(log, "boot-2").settledBoot(BootRound.OWN)).isEqualTo(Optional.of("boot-1"));
        assertThat(boot("boot-2").isDue()).isTrue();
    }

    @Test
    void leavesItToAControllerThatIsHeardWhileTheGuestIsLookedAt() {
        marked(OwnStart.LOCKED);
        cutPower();
        CommandGuard guard = CommandGuard.open(log, "boot-2");

        OwnStarts starts = new OwnStarts(whenLookedAt(() -> guard.hello(helloTo(guard))), guard);

        assertThat(starts.settle()).isEmpty();
        assertThat(starts.isOpen()).isFalse();
        assertThat(state()).isEqualTo(GuestState.SHUT_OFF);
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, 'Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainCreate)',"
                + " true",
        "BUSY, 'Timed out during operation: no answer', true",
        "HYPERVISOR_FAILED, 'cannot access storage file /nfs/herd.raw', true",
        "BUSY, 'resource busy: Lockspace resource /nfs/herd.raw is locked', false",
        "HYPERVISOR_FAILED, 'Failed to get \"write\" lock', false",
        "CONFLICT, 'it runs', false",
    })
    void triesAgainUnlessSomebodyElseHoldsALockOnADisk(ErrorCode code, String message, boolean again) {
        assertThat(OwnStarts.isWorthAnother(new KvmherdException(code, message)))
                .isEqualTo(again);
    }

    private Hypervisor whenLookedAt(Runnable meanwhile) {
        return (Hypervisor) Proxy.newProxyInstance(
                Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("survey")) {
                        meanwhile.run();
                    }
                    return method.invoke(hosts.h1, arguments);
                });
    }

    private void marked(OwnStart ownStart) {
        marked(ownStart, true);
    }

    /** Taken over by a command, which gives this host the right to run it. */
    private void marked(OwnStart ownStart, boolean locks) {
        if (locks) {
            hosts.h1.outside().lockDisks();
        }
        defined(ownStart);
        boot("boot-1").settle();
        told(1, new AgentCommand.AdoptGuest(HERD, StartsWithHost.ASKED, Optional.of(ownStart)));
    }

    private void defined(OwnStart ownStart) {
        hosts.h1.outside().defineUnmanaged(HERD, SimulatedHosts.spec("herd", "", "shared"));
        hosts.h1.outside().become(HERD, GuestState.RUNNING);
        hosts.h1.takeOver(HERD, FIRST, StartsWithHost.ASKED, ownStart);
    }

    private void told(int step, AgentCommand.Change command) {
        CommandGuard guard = CommandGuard.open(log, "boot-1");
        guard.hello(helloTo(guard));
        OperationId operation = new OperationId(new UUID(7, step));
        CommandEnvelope envelope =
                new CommandEnvelope(operation, step, EPOCH, step, 1, guard.generation(), FIRST, 60_000, command);
        assertThat(guard.admit(envelope)).isInstanceOf(Admission.Proceed.class);
        guard.ended(operation, step, new CommandResult.Done());
    }

    private static ControllerHello helloTo(CommandGuard guard) {
        return new ControllerHello(1, EPOCH, new UUID(9, 9), 1, guard.newestPlace(), true);
    }

    private OwnStarts powerCut() {
        cutPower();
        return boot("boot-2");
    }

    private void cutPower() {
        hosts.h1.outside().cutPower();
        hosts.h1.outside().restorePower();
    }

    /** As an agent does it: who starts alone comes first. */
    private OwnStarts boot(String bootId) {
        CommandGuard guard = CommandGuard.open(log, bootId);
        OwnStarts starts = starts(guard);
        new BootStarts(hosts.h1, guard).settle();
        return starts;
    }

    private OwnStarts starts(CommandGuard guard) {
        return new OwnStarts(hosts.h1, guard);
    }

    private GuestState state() {
        return hosts.h1.inspect(HERD).orElseThrow().state();
    }
}
