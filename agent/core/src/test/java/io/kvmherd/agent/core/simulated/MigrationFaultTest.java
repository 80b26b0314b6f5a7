package io.kvmherd.agent.core.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.port.HypervisorWatcher;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MigrationFaultTest {

    private static final GuestId GUEST = new GuestId(new UUID(1, 7));

    private final SimulatedHosts hosts = new SimulatedHosts();

    @BeforeEach
    void aGuestRunsOnTheFirstHost() {
        hosts.h1.define(new GuestDefinition(GUEST, SimulatedHosts.spec("web", ""), PlacementGeneration.FIRST));
        hosts.h1.start(GUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "LINK_LOST_WHILE_COPYING, HYPERVISOR_FAILED, RUNNING NONE, absent",
        "DESTINATION_QEMU_DIES, HYPERVISOR_FAILED, RUNNING NONE, absent",
        "DESTINATION_HOST_DIES, HYPERVISOR_FAILED, RUNNING NONE, unreachable",
        "SOURCE_QEMU_DIES, HYPERVISOR_FAILED, CRASHED NONE, absent",
        "SOURCE_LIBVIRT_DIES, UNREACHABLE, unreachable, absent",
        "STUCK_IN_SWITCH_OVER, HYPERVISOR_FAILED, PAUSED_FOR_MIGRATION MIGRATION_OUT, PAUSED_FOR_MIGRATION MIGRATION_IN",
        "FINISH_LOST, HYPERVISOR_FAILED, PAUSED_FOR_MIGRATION NONE, absent",
        "CONFIRM_LOST, HYPERVISOR_FAILED, PAUSED_FOR_MIGRATION NONE, RUNNING NONE",
        "BOTH_RUN, HYPERVISOR_FAILED, RUNNING NONE, RUNNING NONE"
    })
    void leavesBothHostsAsLibvirtWould(MigrationFault fault, ErrorCode code, String source, String destination) {
        hosts.h1.outside().failNextMigration(fault);

        KvmherdException failure = catchThrowableOfType(KvmherdException.class, this::migrate);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(shown(hosts.h1)).isEqualTo(source);
        assertThat(shown(hosts.h2)).isEqualTo(destination);
    }

    @Test
    void happensOnce() {
        hosts.h1.outside().failNextMigration(MigrationFault.LINK_LOST_WHILE_COPYING);
        assertThatThrownBy(this::migrate).isInstanceOf(KvmherdException.class);

        migrate();

        assertThat(shown(hosts.h1)).isEqualTo("absent");
        assertThat(shown(hosts.h2)).isEqualTo("RUNNING NONE");
    }

    @Test
    void thatIsStuckEndsWhenItIsLetGo() {
        hosts.h1.outside().failNextMigration(MigrationFault.STUCK_IN_SWITCH_OVER);
        assertThatThrownBy(this::migrate).isInstanceOf(KvmherdException.class);

        hosts.h1.outside().finishStuckMigrations();

        assertThat(shown(hosts.h1)).isEqualTo("absent");
        assertThat(shown(hosts.h2)).isEqualTo("RUNNING NONE");
    }

    @Test
    void findsTheGuestRunningWhenTheSourcesLibvirtIsBack() {
        hosts.h1.outside().failNextMigration(MigrationFault.SOURCE_LIBVIRT_DIES);
        assertThatThrownBy(this::migrate).isInstanceOf(KvmherdException.class);

        hosts.h1.outside().restoreConnection();

        assertThat(shown(hosts.h1)).isEqualTo("RUNNING NONE");
    }

    @Test
    void neverEndsForAGuestThatWritesFasterThanItsMemoryCanBeSent() {
        hosts.h1.outside().dirtyMemory(GUEST, 512L * 1_024 * 1_024);

        KvmherdException failure = catchThrowableOfType(
                KvmherdException.class,
                () -> hosts.h1.migrate(departure("shared"), statistics -> {
                    if (statistics.elapsedMs() >= 3_600_000) {
                        hosts.h1.abortMigration(GUEST);
                    }
                }));

        assertThat(failure.code()).isEqualTo(ErrorCode.HYPERVISOR_FAILED);
        assertThat(shown(hosts.h1)).isEqualTo("RUNNING NONE");
    }

    @Test
    void isNotEvenTriedWithADiskThatIsNotShared() {
        KvmherdException failure = catchThrowableOfType(
                KvmherdException.class, () -> hosts.h1.migrate(departure("other"), statistics -> {}));

        assertThat(failure).hasMessageContaining("shared");
        assertThat(shown(hosts.h1)).isEqualTo("RUNNING NONE");
    }

    @Test
    void tellsTheWatchersOfBothHosts() {
        List<String> told = new ArrayList<>();
        hosts.h1.watchGuests(new Recorder("h1", told));
        hosts.h2.watchGuests(new Recorder("h2", told));

        migrate();
        hosts.h2.outside().cutPower();
        hosts.h2.outside().restorePower();

        assertThat(told)
                .containsExactly(
                        "h1 connected",
                        "h2 connected",
                        "h1 changed",
                        "h2 changed",
                        "h1 changed",
                        "h2 changed",
                        "h2 disconnected",
                        "h2 connected");
    }

    @Test
    void leavesAGuestOffAfterAPowerCut() {
        hosts.h1.outside().cutPower();
        hosts.h1.outside().restorePower();

        assertThat(shown(hosts.h1)).isEqualTo("SHUT_OFF NONE");
    }

    @Test
    void provesASharedPoolToAnotherHostAndALocalOneToNobody() {
        hosts.h1.writePoolProof("shared", "n1");
        hosts.h1.writePoolProof("local", "n2");

        assertThat(hosts.h2.readPoolProof("shared", "n1")).isTrue();
        assertThat(hosts.h2.readPoolProof("local", "n2")).isFalse();
    }

    @Test
    void keepsAProofThatNobodyHasReadYetWhenTheNextIsWritten() {
        hosts.h1.writePoolProof("shared", "n1");
        hosts.h1.writePoolProof("shared", "n2");

        assertThat(hosts.h2.readPoolProof("shared", "n1")).isTrue();
        assertThat(hosts.h2.readPoolProof("shared", "n2")).isTrue();
    }

    @Test
    void keepsNoMoreThanTheLastSixtyFourProofsOfAHost() {
        for (int i = 0; i <= 64; i++) {
            hosts.h1.writePoolProof("shared", "n" + i);
        }

        assertThat(hosts.h2.readPoolProof("shared", "n0")).isFalse();
        assertThat(hosts.h2.readPoolProof("shared", "n1")).isTrue();
        assertThat(hosts.h2.readPoolProof("shared", "n64")).isTrue();
    }

    @Test
    void loadFollowsTheGuests() {
        SimulatedMachine machine = new SimulatedMachine(hosts.h1, "boot-1");
        HostLoad before = machine.load();
        hosts.time.sleepMs(600_000);
        HostLoad later = machine.load();

        hosts.h1.destroy(GUEST);

        assertThat(later.memoryAvailableMib()).isLessThan(before.memoryAvailableMib());
        assertThat(later.cpuUsedMilli()).isBetween(200L, 1_300L);
        assertThat(machine.load().cpuUsedMilli()).isLessThan(100);
        assertThat(machine.load().memoryAvailableMib()).isEqualTo(16_384 - 512);
    }

    @Test
    void aGuestPutToSleepByHandHoldsItsMemoryAndUsesNoCpu() {
        hosts.h1.outside().become(GUEST, GuestState.PAUSED);

        ObservedGuest seen = hosts.h1.inspect(GUEST).orElseThrow();

        assertThat(seen.residentMib()).isBetween(1L, seen.memoryMib());
        assertThat(new SimulatedMachine(hosts.h1, "boot-1").load().cpuUsedMilli())
                .isLessThan(100);
    }

    @Test
    void comesToNothingWhenTheDestinationWasWithoutPowerForAMoment() {
        Consumer<MigrationStatistics> blink = statistics -> {
            hosts.h2.outside().cutPower();
            hosts.h2.outside().restorePower();
        };

        assertThatThrownBy(() -> hosts.h1.migrate(departure("shared"), blink)).isInstanceOf(KvmherdException.class);

        assertThat(shown(hosts.h1)).isEqualTo("RUNNING NONE");
        assertThat(shown(hosts.h2)).isEqualTo("absent");
    }

    private void migrate() {
        hosts.h1.migrate(departure("shared"), statistics -> {});
    }

    private static Departure departure(String sharedPool) {
        return new Departure(GUEST, "sim://h2", "tcp://h2", List.of(sharedPool), 0, MigrationPolicy.NORMAL.terms());
    }

    private static String shown(SimulatedHypervisor host) {
        try {
            return host.inspect(GUEST)
                    .map(guest -> guest.state() + " " + guest.job())
                    .orElse("absent");
        } catch (KvmherdException e) {
            return e.code() == ErrorCode.UNREACHABLE ? "unreachable" : e.code().name();
        }
    }

    private record Recorder(String host, List<String> told) implements HypervisorWatcher {

        @Override
        public void guestChanged(GuestId guest) {
            told.add(host + " changed");
        }

        @Override
        public void guestReverts(GuestId guest) {
            told.add(host + " reverts");
        }

        @Override
        public void connected() {
            told.add(host + " connected");
        }

        @Override
        public void disconnected(String why) {
            told.add(host + " disconnected");
        }
    }
}
