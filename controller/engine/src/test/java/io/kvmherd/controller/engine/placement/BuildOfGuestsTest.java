package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.PlanChecker;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a host must have because of how an adopted guest is built. */
class BuildOfGuestsTest {
    private static Answer live(ClusterView view) {
        return MigrationRules.canMigrate(
                view,
                web(view),
                view.host(hostId("h1")).orElseThrow(),
                view.host(hostId("h2")).orElseThrow());
    }

    private static Answer off(ClusterView view) {
        return MigrationRules.canRelocate(
                view,
                web(view),
                view.host(hostId("h1")).orElseThrow(),
                view.host(hostId("h2")).orElseThrow());
    }

    private static GuestView web(ClusterView view) {
        return view.guest(guestId("web")).orElseThrow();
    }

    @Nested
    class HugePages {
        private static final Hindrance NEEDED =
                Hindrance.narrowing(Reason.of(ReasonCode.HUGEPAGES_NEEDED).with("needMib", 2_048));

        private static ClusterView cluster(long hugepagesMib) {
            return Clusters.of(2)
                    .host("h2", host -> host.hugepagesMib(hugepagesMib))
                    .guest("web", "h1", guest -> guest.hindered(NEEDED))
                    .view();
        }

        @Test
        void areEnoughWhereAsManyAreSetAside() {
            assertThat(live(cluster(2_048))).isEqualTo(Answer.YES);
        }

        @Test
        void areMissingWithNumbersForTheRuleAndForTheChecker() {
            ClusterView view = cluster(1_024);
            Reason missing = Reason.of(ReasonCode.HUGEPAGES_MISSING)
                    .with("haveMib", 1_024)
                    .with("needMib", 2_048);

            assertThat(live(view)).isEqualTo(Answer.no(missing));
            assertThat(PlanChecker.checkRelocation(
                            view,
                            new Move(guestId("web"), hostId("h1"), hostId("h2")),
                            web(view).spec()))
                    .contains(missing);
            assertThat(Mobilities.of(view).of(web(view)).possible()).isZero();
        }
    }

    @Nested
    class StateBesideTheDefinition {
        private static final Hindrance TPM = Hindrance.narrowing(
                Reason.of(ReasonCode.STATE_ON_HOST).with("kind", "TPM").with("where", "swtpm"));
        private static final Reason LEFT =
                Reason.of(ReasonCode.STATE_LEFT_BEHIND).with("kind", "TPM").with("where", "swtpm");

        @Test
        void goesAlongLive() {
            assertThat(live(Clusters.of(2)
                            .guest("web", "h1", guest -> guest.hindered(TPM))
                            .view()))
                    .isEqualTo(Answer.YES);
        }

        @Test
        void keepsTheDefinitionOfAGuestThatIsOff() {
            ClusterView view = Clusters.of(2)
                    .guest("web", "h1", guest -> guest.hindered(TPM).off())
                    .view();

            assertThat(off(view)).isEqualTo(Answer.no(LEFT));
            assertThat(PlanChecker.checkRelocation(
                            view,
                            new Move(guestId("web"), hostId("h1"), hostId("h2")),
                            web(view).spec()))
                    .containsExactly(LEFT);
        }
    }

    @Test
    void whatQemuCannotSendKeepsOnlyAGuestThatRuns() {
        Hindrance clock = Hindrance.blocking(Reason.of(ReasonCode.QEMU_CANNOT_SEND)
                .with("what", "a constant clock")
                .with("where", "invtsc"));
        ClusterView runs = Clusters.of(2)
                .guest("web", "h1", guest -> guest.hindered(clock))
                .view();
        ClusterView isOff = Clusters.of(2)
                .guest("web", "h1", guest -> guest.hindered(clock).off())
                .view();

        assertThat(live(runs)).isEqualTo(Answer.no(clock.reason()));
        assertThat(off(isOff)).isEqualTo(Answer.YES);
    }
}
