package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static io.kvmherd.controller.engine.testing.Clusters.operationId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.common.model.TlsReadiness;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.Reservation.Purpose;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationRulesTest {
    /** Whether the guest "web" can move from h1 to h2. */
    private static Answer canMigrate(Clusters clusters) {
        ClusterView view = clusters.view();
        return MigrationRules.canMigrate(view, web(view), host(view, "h1"), host(view, "h2"));
    }

    private static GuestView web(ClusterView view) {
        return view.guest(guestId("web")).orElseThrow();
    }

    private static HostView host(ClusterView view, String name) {
        return view.host(hostId(name)).orElseThrow();
    }

    @Test
    void takesARunningGuestBetweenTwinHosts() {
        Answer answer = canMigrate(Clusters.of(2).guest("web", "h1", guest -> guest.disk("shared")));

        assertThat(answer).isEqualTo(Answer.YES);
    }

    @Test
    void namesAllObstaclesAtOnce() {
        Answer answer = canMigrate(Clusters.of(2)
                .host("h2", host -> host.vendor(CpuVendor.AMD).networks().pools("shared"))
                .guest("web", "h1", guest -> guest.disk("local").state(GuestState.PAUSED)));

        assertThat(answer.verdict()).isEqualTo(Verdict.NO);
        assertThat(answer.reasons())
                .extracting(Reason::code)
                .containsExactly(
                        ReasonCode.GUEST_NOT_RUNNING,
                        ReasonCode.CPU_VENDOR_DIFFERS,
                        ReasonCode.POOL_NOT_SHARED,
                        ReasonCode.POOL_MISSING,
                        ReasonCode.NETWORK_MISSING);
    }

    @Test
    void leavesDutyAndRoomToThePlacer() {
        Answer answer = canMigrate(Clusters.of(2)
                .host("h2", host -> host.duty(HostDuty.CORDONED).usableMib(64))
                .guest("web", "h1"));

        assertThat(answer).isEqualTo(Answer.YES);
    }

    @Nested
    class Departure {
        @Test
        void refusesAGuestThatIsElsewhere() {
            Answer answer = canMigrate(Clusters.of(3).guest("web", "h3"));

            assertThat(answer)
                    .isEqualTo(Answer.no(
                            Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN).with("host", "h1")));
        }

        @Test
        void waitsForAGuestWhoseOwnerCannotTell() {
            Answer answer = canMigrate(Clusters.of(2).guest("web", "h1", guest -> guest.state(GuestState.UNKNOWN)));

            assertThat(answer)
                    .isEqualTo(Answer.wait(
                            Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN).with("host", "h1")));
        }

        @ParameterizedTest
        @EnumSource(names = {"PAUSED", "SUSPENDED", "SHUT_OFF", "SHUT_OFF_SAVED", "SHUT_OFF_MIGRATED", "CRASHED"})
        void refusesAGuestThatDoesNotRun(GuestState state) {
            Answer answer = canMigrate(Clusters.of(2).guest("web", "h1", guest -> guest.state(state)));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.GUEST_NOT_RUNNING).with("state", state.name())));
        }

        @ParameterizedTest
        @EnumSource(names = {"PAUSED_FOR_MIGRATION", "SHUTTING_DOWN"})
        void waitsForAGuestInTransition(GuestState state) {
            Answer answer = canMigrate(Clusters.of(2).guest("web", "h1", guest -> guest.state(state)));

            assertThat(answer)
                    .isEqualTo(
                            Answer.wait(Reason.of(ReasonCode.GUEST_NOT_RUNNING).with("state", state.name())));
        }

        @Test
        void waitsForTheOperationThatHoldsTheGuest() {
            Answer answer = canMigrate(Clusters.of(2).guest("web", "h1", guest -> guest.busy("backup")));

            assertThat(answer)
                    .isEqualTo(Answer.wait(Reason.of(ReasonCode.GUEST_BUSY)
                            .with("operation", operationId("backup").toString())));
        }

        @Test
        void waitsForASourceThatCannotBeReached() {
            Answer answer = canMigrate(Clusters.of(2)
                    .host("h1", host -> host.reachability(Reachability.UNREACHABLE))
                    .guest("web", "h1"));

            assertThat(answer)
                    .isEqualTo(Answer.wait(
                            Reason.of(ReasonCode.HOST_NOT_UP).with("host", "h1").with("state", "UNREACHABLE")));
        }
    }

    @Nested
    class Passages {
        @Test
        void refusesTheHostThatTheGuestIsOn() {
            ClusterView view = Clusters.of(1).guest("web", "h1").view();

            Answer answer = MigrationRules.canMigrate(view, web(view), host(view, "h1"), host(view, "h1"));

            assertThat(answer).isEqualTo(Answer.no(Reason.of(ReasonCode.SAME_HOST)));
        }

        @Test
        void refusesAHostOfAnotherVendor() {
            Answer answer = canMigrate(Clusters.of(2)
                    .host("h2", host -> host.vendor(CpuVendor.AMD))
                    .guest("web", "h1"));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.CPU_VENDOR_DIFFERS)
                            .with("from", "GenuineIntel")
                            .with("to", "AuthenticAMD")));
        }

        @Test
        void refusesUnknownVendorsEvenWhenBothAreUnknown() {
            Answer answer = canMigrate(Clusters.of(2)
                    .everyHost(host -> host.vendor(CpuVendor.UNKNOWN))
                    .guest("web", "h1"));

            assertThat(answer)
                    .isEqualTo(new Answer(
                            Verdict.NO,
                            List.of(
                                    Reason.of(ReasonCode.CPU_VENDOR_UNKNOWN).with("host", "h1"),
                                    Reason.of(ReasonCode.CPU_VENDOR_UNKNOWN).with("host", "h2"))));
        }

        @Test
        void waitsForAHostThatWasNeverHeardOf() {
            Answer answer = canMigrate(
                    Clusters.of(2).host("h2", host -> host.neverHeardOf()).guest("web", "h1"));

            assertThat(answer)
                    .isEqualTo(
                            Answer.wait(Reason.of(ReasonCode.CPU_VENDOR_UNKNOWN).with("host", "h2")));
        }

        @Test
        void takesANewerQemuAndRefusesAnOlderOne() {
            Answer newer = canMigrate(Clusters.of(2)
                    .host("h2", host -> host.qemuVersion(9_000_000))
                    .guest("web", "h1"));
            Answer older = canMigrate(Clusters.of(2)
                    .host("h2", host -> host.qemuVersion(8_001_000))
                    .guest("web", "h1"));

            assertThat(newer).isEqualTo(Answer.YES);
            assertThat(older)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.QEMU_OLDER)
                            .with("have", 8_001_000)
                            .with("need", 8_002_000)));
        }

        @Test
        void refusesAHostWithoutTlsOnlyWhereTlsIsRequired() {
            Clusters clusters = Clusters.of(2)
                    .host("h1", host -> host.tls(TlsReadiness.READY))
                    .host("h2", host -> host.tls(TlsReadiness.NOT_LISTENING))
                    .guest("web", "h1");

            Answer preferred = canMigrate(clusters);
            Answer required = canMigrate(clusters.tls(TlsPolicy.REQUIRED));

            assertThat(preferred).isEqualTo(Answer.YES);
            assertThat(required)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.TLS_NOT_READY)
                            .with("host", "h2")
                            .with("state", "NOT_LISTENING")));
        }

        @Test
        void countsAHostThatDoesNotTellAsOneWithoutTls() {
            Answer answer = canMigrate(Clusters.of(2)
                    .host("h2", host -> host.tls(TlsReadiness.READY))
                    .tls(TlsPolicy.REQUIRED)
                    .guest("web", "h1"));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.TLS_NOT_READY)
                            .with("host", "h1")
                            .with("state", "UNTOLD")));
        }

        @Test
        void goesOverTlsWhereBothCanAndNeverInTheClearWhereItIsRequired() {
            Clusters both = Clusters.of(2).everyHost(host -> host.tls(TlsReadiness.READY));
            Clusters one = Clusters.of(2).host("h1", host -> host.tls(TlsReadiness.READY));

            assertThat(transport(both)).isEqualTo(MigrationTransport.TLS);
            assertThat(transport(one)).isEqualTo(MigrationTransport.PLAIN);
            assertThat(transport(both.tls(TlsPolicy.OFF))).isEqualTo(MigrationTransport.PLAIN);
            assertThat(transport(one.tls(TlsPolicy.REQUIRED))).isEqualTo(MigrationTransport.TLS);
        }

        private static MigrationTransport transport(Clusters clusters) {
            ClusterView view = clusters.view();
            return MigrationRules.transport(
                    view,
                    view.host(new HostId("h1")).orElseThrow(),
                    view.host(new HostId("h2")).orElseThrow());
        }

        @Test
        void refusesADiskOnAPoolThatNobodyDeclaredShared() {
            Answer answer = canMigrate(Clusters.of(2).guest("web", "h1", guest -> guest.disk("local")));

            assertThat(answer).isEqualTo(Answer.no(notShared("local", "declared")));
        }

        @Test
        void waitsForTheProofOfADeclaredPool() {
            Answer answer = canMigrate(Clusters.of(2)
                    .everyHost(host -> host.pools("san"))
                    .unproved("san")
                    .guest("web", "h1", guest -> guest.disk("san")));

            assertThat(answer).isEqualTo(Answer.wait(notShared("san", "proved")));
        }

        private static Reason notShared(String pool, String step) {
            return Reason.of(ReasonCode.POOL_NOT_SHARED)
                    .with("pool", pool)
                    .with("host", "h2")
                    .with("step", step);
        }
    }

    @Nested
    class MigrationSlots {
        @Test
        void areFreeUpToTheLimit() {
            Answer answer = slots(Clusters.of(3).slots(1, 1).guest("web", "h1"));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void areTakenByARunningMigrationOnEitherEnd() {
            Answer answer = slots(Clusters.of(3)
                    .slots(1, 1)
                    .guest("web", "h1")
                    .guest("db", "h1")
                    .reservation("db", "h1", Purpose.LEAVING)
                    .reservation("db", "h2", Purpose.ARRIVING));

            assertThat(answer).isEqualTo(new Answer(Verdict.WAIT, List.of(taken("out"), taken("in"))));
        }

        @Test
        void areAHostsOwnWhereItHasSome() {
            Answer answer = slots(Clusters.of(3)
                    .slots(1, 1)
                    .host("h1", host -> host.migrations(2, 1))
                    .host("h2", host -> host.migrations(1, 2))
                    .guest("web", "h1")
                    .guest("db", "h1")
                    .reservation("db", "h1", Purpose.LEAVING)
                    .reservation("db", "h2", Purpose.ARRIVING));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void areNotTakenByAStart() {
            Answer answer = slots(Clusters.of(3)
                    .slots(1, 1)
                    .guest("web", "h1")
                    .guest("db", "h2")
                    .reservation("db", "h2", Purpose.ARRIVING));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        private static Answer slots(Clusters clusters) {
            ClusterView view = clusters.view();
            return MigrationRules.slots(view, host(view, "h1"), host(view, "h2"));
        }

        private static Reason taken(String direction) {
            return Reason.of(ReasonCode.MIGRATION_SLOTS_TAKEN)
                    .with("direction", direction)
                    .with("running", 1)
                    .with("limit", 1);
        }
    }
}
