package io.kvmherd.controller.engine.plan;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.testing.HostMaker;
import io.kvmherd.controller.engine.view.Reservation.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanCheckerTest {
    private static Plan.Step step(int number, String guest, String from, String to, Integer... after) {
        return new Plan.Step(number, new Move(guestId(guest), hostId(from), hostId(to)), Arrays.asList(after), 1, 1);
    }

    private static List<ReasonCode> check(Clusters clusters, Plan.Step... steps) {
        Plan plan = new Plan(Arrays.asList(steps), List.of(), List.of(), List.of(), List.of(), 1);
        return PlanChecker.check(clusters.view(), plan).stream()
                .map(finding -> finding.reason().code())
                .toList();
    }

    private static Arguments guestFault(ReasonCode expected, UnaryOperator<GuestMaker> fault) {
        return Arguments.of(expected, Clusters.of(2).guest("web", "h1", fault));
    }

    private static Arguments targetFault(ReasonCode expected, UnaryOperator<HostMaker> fault) {
        return Arguments.of(
                expected, Clusters.of(2).host("h2", fault).guest("web", "h1", guest -> guest.disk("shared")));
    }

    static Stream<Arguments> faultsOfASingleMove() {
        return Stream.of(
                guestFault(ReasonCode.GUEST_NOT_RUNNING, guest -> guest.state(GuestState.PAUSED)),
                guestFault(ReasonCode.GUEST_BUSY, guest -> guest.busy("backup")),
                guestFault(ReasonCode.GUEST_LOCATION_UNKNOWN, guest -> guest.on("h2")),
                guestFault(ReasonCode.POOL_NOT_SHARED, guest -> guest.disk("local")),
                guestFault(
                        ReasonCode.POOL_MISSING, guest -> guest.disk("shared").disk("san")),
                guestFault(ReasonCode.LABEL_MISSING, guest -> guest.labels("ssd")),
                guestFault(ReasonCode.NETWORK_MISSING, guest -> guest.networks("dmz")),
                guestFault(ReasonCode.MORE_VCPUS_THAN_THREADS, guest -> guest.vcpus(17)),
                targetFault(ReasonCode.CPU_VENDOR_DIFFERS, host -> host.vendor(CpuVendor.AMD)),
                targetFault(ReasonCode.CPU_VENDOR_UNKNOWN, host -> host.vendor(CpuVendor.UNKNOWN)),
                targetFault(ReasonCode.HOST_NOT_ACTIVE, host -> host.duty(HostDuty.EVACUATING)),
                targetFault(ReasonCode.OBSERVE_ONLY, host -> host.observedBy(ModeSource.HOST)),
                targetFault(ReasonCode.HOST_NOT_UP, host -> host.reachability(Reachability.SUSPECT)),
                targetFault(ReasonCode.HOST_NOT_INVENTORIED, host -> host.notInventoried()),
                targetFault(ReasonCode.HOST_REPORT_STALE, host -> host.reportAgeMs(60_000)),
                targetFault(ReasonCode.HOST_CANNOT_VIRTUALISE, host -> host.withoutVirtualisation()),
                targetFault(ReasonCode.MACHINE_TYPE_MISSING, host -> host.machineTypes("pc-q35-7.2")),
                targetFault(ReasonCode.QEMU_OLDER, host -> host.qemuVersion(1)),
                Arguments.of(
                        ReasonCode.TLS_NOT_READY,
                        Clusters.of(2).tls(TlsPolicy.REQUIRED).guest("web", "h1")),
                targetFault(ReasonCode.POOL_MISSING, host -> host.pools("local")),
                Arguments.of(
                        ReasonCode.LINK_MISSING,
                        Clusters.of(2)
                                .host("h2", host -> host.links("eth0"))
                                .guest(
                                        "web",
                                        "h1",
                                        guest -> guest.hindered(
                                                Hindrance.narrowing(Reason.of(ReasonCode.INTERFACE_OF_HOST)
                                                        .with("kind", "bridge")
                                                        .with("source", "br0"))))),
                targetFault(ReasonCode.GUEST_EXISTS_THERE, host -> host.unmanaged("web", 1, 64)),
                targetFault(ReasonCode.MEMORY_COMMITTED, host -> host.usableMib(2_000)),
                targetFault(ReasonCode.MEMORY_GUARANTEED, host -> host.usableMib(2_000)),
                targetFault(ReasonCode.MEMORY_NOW, host -> host.availableMib(2_000)),
                targetFault(ReasonCode.CPU_COMMITTED, host -> host.ratios(100, 10)));
    }

    @ParameterizedTest
    @MethodSource("faultsOfASingleMove")
    void findsEveryFaultOfASingleMove(ReasonCode expected, Clusters clusters) {
        List<ReasonCode> found = check(clusters, step(1, "web", "h1", "h2"));

        assertThat(found).contains(expected);
    }

    @Test
    void hasNothingAgainstASoundMove() {
        List<ReasonCode> found =
                check(Clusters.of(2).guest("web", "h1", guest -> guest.disk("shared")), step(1, "web", "h1", "h2"));

        assertThat(found).isEmpty();
    }

    @Test
    void findsASourceThatIsNotUp() {
        List<ReasonCode> found = check(
                Clusters.of(2)
                        .host("h1", host -> host.reachability(Reachability.UNREACHABLE))
                        .guest("web", "h1"),
                step(1, "web", "h1", "h2"));

        assertThat(found).containsExactly(ReasonCode.HOST_NOT_UP);
    }

    @Test
    void findsASourceThatIsOnlyObserved() {
        List<ReasonCode> found = check(
                Clusters.of(2)
                        .host("h1", host -> host.observedBy(ModeSource.AGENT))
                        .guest("web", "h1"),
                step(1, "web", "h1", "h2"));

        assertThat(found).containsExactly(ReasonCode.OBSERVE_ONLY);
    }

    @Test
    void findsAGuestOrADestinationThatDoesNotExist() {
        List<ReasonCode> found =
                check(Clusters.of(2).guest("web", "h1"), step(1, "ghost", "h1", "h2"), step(2, "web", "h1", "h9"));

        assertThat(found).containsExactly(ReasonCode.GUEST_LOCATION_UNKNOWN, ReasonCode.NO_HOSTS);
    }

    @Test
    void findsStepsThatWaitForLaterOnesOrForThemselves() {
        List<ReasonCode> found = check(
                Clusters.of(2).guest("a", "h1").guest("b", "h1"),
                step(1, "a", "h1", "h2", 2),
                step(2, "b", "h1", "h2", 2));

        assertThat(found).containsExactly(ReasonCode.WAITS_FOR_MOVE, ReasonCode.WAITS_FOR_MOVE);
    }

    @Nested
    class Order {
        private final Clusters exchange = Clusters.of(3)
                .everyHost(host -> host.usableMib(10_000))
                .guest("out", "h2", guest -> guest.committedMib(6_000).group("front"))
                .guest("in", "h1", guest -> guest.committedMib(6_000).group("front"));

        @Test
        void isEnoughWhenTheStepWaitsForTheRoomItNeeds() {
            List<ReasonCode> found = check(exchange, step(1, "out", "h2", "h3"), step(2, "in", "h1", "h2", 1));

            assertThat(found).isEmpty();
        }

        @Test
        void isMissedWhenItDoesNotWait() {
            List<ReasonCode> found = check(exchange, step(1, "out", "h2", "h3"), step(2, "in", "h1", "h2"));

            assertThat(found)
                    .containsExactly(
                            ReasonCode.MEMORY_COMMITTED, ReasonCode.MEMORY_GUARANTEED, ReasonCode.ANTI_AFFINITY);
        }

        @Test
        void isMissedWhenAGuestGoesOnBeforeItHasArrived() {
            Clusters clusters = Clusters.of(3).guest("web", "h1");

            List<ReasonCode> unordered = check(clusters, step(1, "web", "h1", "h2"), step(2, "web", "h2", "h3"));
            List<ReasonCode> ordered = check(clusters, step(1, "web", "h1", "h2"), step(2, "web", "h2", "h3", 1));

            assertThat(unordered).containsExactly(ReasonCode.GUEST_LOCATION_UNKNOWN);
            assertThat(ordered).isEmpty();
        }

        @Test
        void isMissedWhenTooManyMayRunAtOnce() {
            Clusters clusters =
                    Clusters.of(2).slots(2, 2).guest("a", "h1").guest("b", "h1").guest("c", "h1");

            List<ReasonCode> unordered =
                    check(clusters, step(1, "a", "h1", "h2"), step(2, "b", "h1", "h2"), step(3, "c", "h1", "h2"));
            List<ReasonCode> ordered =
                    check(clusters, step(1, "a", "h1", "h2"), step(2, "b", "h1", "h2"), step(3, "c", "h1", "h2", 1));

            assertThat(unordered).containsExactly(ReasonCode.MIGRATION_SLOTS_TAKEN, ReasonCode.MIGRATION_SLOTS_TAKEN);
            assertThat(ordered).isEmpty();
        }

        @Test
        void isMissedWhenMoreRunAtOnceThanAHostsOwnLimit() {
            Clusters clusters = Clusters.of(2)
                    .slots(2, 2)
                    .host("h2", host -> host.migrations(2, 1))
                    .guest("a", "h1")
                    .guest("b", "h1");

            List<ReasonCode> unordered = check(clusters, step(1, "a", "h1", "h2"), step(2, "b", "h1", "h2"));
            List<ReasonCode> ordered = check(clusters, step(1, "a", "h1", "h2"), step(2, "b", "h1", "h2", 1));

            assertThat(unordered).containsExactly(ReasonCode.MIGRATION_SLOTS_TAKEN);
            assertThat(ordered).isEmpty();
        }
    }

    @Test
    void refusesToShutDownAGuestThatIsElsewhereOrOff() {
        Clusters clusters = Clusters.of(2)
                .guest("moved", "h2")
                .guest("off", "h1", guest -> guest.state(GuestState.SHUT_OFF))
                .guest("there", "h1");
        List<Plan.ShutDown> shutDowns = Stream.of("moved", "off", "there")
                .map(guest -> Plan.ShutDown.instead(guestId(guest), hostId("h1"), List.of()))
                .toList();

        List<Finding> found =
                PlanChecker.check(clusters.view(), new Plan(List.of(), List.of(), shutDowns, List.of(), List.of(), 1));

        assertThat(found)
                .extracting(finding -> finding.reason().code())
                .containsExactly(ReasonCode.GUEST_LOCATION_UNKNOWN, ReasonCode.GUEST_NOT_RUNNING);
        assertThat(found).allMatch(finding -> finding.step() == Finding.NO_STEP);
    }

    private static List<ReasonCode> checkCold(Clusters clusters, Plan.ColdMove... cold) {
        Plan plan =
                new Plan(List.of(), List.of(), List.of(), List.of(cold), List.of(), List.of(), List.of(), List.of(), 1);
        return PlanChecker.check(clusters.view(), plan).stream()
                .map(finding -> finding.reason().code())
                .toList();
    }

    private static Plan.ColdMove cold(String guest, String to) {
        return Plan.ColdMove.ofRunning(new Move(guestId(guest), hostId("h1"), hostId(to)), List.of());
    }

    @Test
    void letsAGuestGoColdToAnotherMaker() {
        Clusters clusters =
                Clusters.of(2).host("h2", host -> host.vendor(CpuVendor.AMD)).guest("web", "h1");

        assertThat(checkCold(clusters, cold("web", "h2"))).isEmpty();
    }

    @Test
    void refusesTwoColdMovesThatOnlyFitOneAtATime() {
        Clusters clusters = Clusters.of(2)
                .host("h2", host -> host.usableMib(10_000))
                .guest("web", "h1", guest -> guest.committedMib(6_000))
                .guest("db", "h1", guest -> guest.committedMib(6_000));

        assertThat(checkCold(clusters, cold("web", "h2"))).isEmpty();
        assertThat(checkCold(clusters, cold("web", "h2"), cold("db", "h2"))).contains(ReasonCode.MEMORY_COMMITTED);
    }

    @Test
    void refusesAColdMoveOfWhoIsElsewhereOrHasADiskThere() {
        Clusters clusters = Clusters.of(3)
                .everyHost(host -> host.pools("local"))
                .guest("moved", "h3")
                .guest("held", "h1", guest -> guest.disk("local"));

        assertThat(checkCold(clusters, cold("moved", "h2"))).contains(ReasonCode.GUEST_LOCATION_UNKNOWN);
        assertThat(checkCold(clusters, cold("held", "h2"))).containsExactly(ReasonCode.POOL_NOT_SHARED);
    }

    @Test
    void countsWhatOtherOperationsHold() {
        Clusters clusters = Clusters.of(3)
                .everyHost(host -> host.usableMib(10_000))
                .guest("web", "h1", guest -> guest.committedMib(6_000))
                .guest("db", "h3", guest -> guest.committedMib(6_000))
                .reservation("db", "h2", Purpose.ARRIVING);

        List<ReasonCode> found = check(clusters, step(1, "web", "h1", "h2"));

        assertThat(found).contains(ReasonCode.MEMORY_COMMITTED, ReasonCode.MEMORY_GUARANTEED);
    }
}
