package io.kvmherd.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.simulated.ManualTime;
import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.LinkMessage.FromAgent;
import io.kvmherd.common.protocol.LinkMessage.GuestChanged;
import io.kvmherd.common.protocol.LinkMessage.GuestDefined;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuestWatcherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final GuestId GUEST = GuestId.of("01939d3c-0000-7000-8000-00000000000a");

    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(
            new SimulatedCluster(),
            SimulatedHostProfile.of("qemu+tcp://198.18.0.1/system", CpuVendor.INTEL, 8, 16_384),
            new ManualTime());
    private final AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong hostClockMs = new AtomicLong(1_000_000);
    private final List<FromAgent> told = new CopyOnWriteArrayList<>();
    private final StepsUnderway steps = new StepsUnderway();
    private final GuestWatcher watcher = GuestWatcher.start(
            hypervisor,
            steps,
            this::tell,
            this::thread,
            new GuestWatcher.Times(Duration.ofMillis(1), hostClockMs::get));

    @BeforeEach
    void defineAGuest() {
        awaitRest();
        hypervisor.define(new GuestDefinition(GUEST, HostAgentTest.spec(), PlacementGeneration.FIRST));
        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        awaitRest();
        told.clear();
        looks.set(0);
    }

    @AfterEach
    void stop() {
        watcher.stop();
    }

    @Test
    void looksAgainAfterALookThatFailed() {
        failuresLeft.set(2);

        watcher.guestChanged(GUEST);
        await().atMost(PATIENCE).until(() -> !told.isEmpty());

        assertThat(told)
                .containsExactly(new GuestChanged(hypervisor.inspect(GUEST).orElseThrow(), false));
        assertThat(looks).hasValue(3);
    }

    @Test
    void restsAfterAFewFailuresUntilSomethingHappens() {
        failuresLeft.set(GuestWatcher.RETRIES + 1);

        watcher.guestChanged(GUEST);
        awaitLooks(GuestWatcher.RETRIES + 1);
        awaitRest();
        boolean silent = told.isEmpty();
        watcher.connected();
        await().atMost(PATIENCE).until(() -> !told.isEmpty());

        assertThat(silent).isTrue();
        assertThat(looks).hasValue(GuestWatcher.RETRIES + 2);
    }

    @Test
    void saysWhenACommandWasUnderWayAndLooksAgainWhenItHasEnded() {
        steps.whenEnded(watcher::guestChanged);
        steps.begins(GUEST);
        watcher.guestChanged(GUEST);
        await().atMost(PATIENCE).until(() -> told.size() == 1);

        steps.ended(GUEST);
        await().atMost(PATIENCE).until(() -> told.size() == 2);

        assertThat(told)
                .extracting(message -> ((GuestChanged) message).duringStep())
                .containsExactly(true, false);
    }

    @Test
    void tellsADefinitionThatSomebodyEditedWhenAllAreRead() {
        hypervisor.outside().edit(GUEST, HostAgentTest.larger());

        watcher.readAll();
        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        awaitRest();
        watcher.readAll();
        awaitRest();

        assertThat(told)
                .singleElement()
                .satisfies(message -> assertThat(
                                ((GuestDefined) message).definition().shape().memoryMib())
                        .isEqualTo(HostAgentTest.larger().memoryMib()));
    }

    @Test
    void readsNoDefinitionWhileACommandIsUnderWay() {
        hypervisor.outside().edit(GUEST, HostAgentTest.larger());
        steps.begins(GUEST);

        watcher.readAll();
        awaitRest();

        assertThat(told).isEmpty();
    }

    @Test
    void tellsAReturnToTheCurrentSnapshotOnceItIsOver() {
        hypervisor.outside().revertToCurrentSnapshot(GUEST);
        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        watcher.readAll();
        awaitRest();
        List<FromAgent> before = List.copyOf(told);
        hostClockMs.addAndGet(Reverts.QUIET_MS);
        watcher.readAll();
        await().atMost(PATIENCE).until(() -> told.size() == 2);

        assertThat(before).singleElement().isInstanceOf(GuestChanged.class);
        assertThat(told.getLast())
                .isInstanceOfSatisfying(
                        GuestDefined.class,
                        defined ->
                                assertThat(defined.definition().revertedAtMs()).isEqualTo(1_000_000));
    }

    @Test
    void tellsEveryDefinitionAgainToSomebodyWhoListensAnew() {
        watcher.lookAgain();
        await().atMost(PATIENCE).until(() -> told.size() == 2);

        assertThat(told.getLast()).isInstanceOf(GuestDefined.class);
    }

    private void tell(FromAgent message) {
        looks.incrementAndGet();
        if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new KvmherdException(ErrorCode.UNREACHABLE, "made to fail by a test");
        }
        told.add(message);
    }

    private void awaitLooks(int count) {
        await().atMost(PATIENCE).until(() -> looks.get() >= count);
    }

    /** Without a limit of time the watcher waits only when there is nothing to look at. */
    private void awaitRest() {
        await().atMost(PATIENCE).until(() -> thread.get().getState() == Thread.State.WAITING);
    }

    private Thread thread(Runnable work) {
        Thread made = Thread.ofPlatform().daemon().unstarted(work);
        thread.set(made);
        return made;
    }
}
