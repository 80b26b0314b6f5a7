package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CpuRulesTest {
    private static final CpuIdentity MILAN = new CpuIdentity("25.1", "1", "0xa0011d1", "6.1.0-18", 2_450_000, false);

    /** Whether the guest "web" can move from h1 to h2. */
    private static Answer canMigrate(Clusters clusters) {
        ClusterView view = clusters.view();
        return MigrationRules.canMigrate(
                view,
                view.guest(guestId("web")).orElseThrow(),
                view.host(hostId("h1")).orElseThrow(),
                view.host(hostId("h2")).orElseThrow());
    }

    private static Clusters twins() {
        return Clusters.of(2).everyHost(host -> host.cpu("EPYC-Milan", MILAN));
    }

    @Nested
    class Features {
        @Test
        void areEnoughWhenTheHostHasAllThatTheGuestRunsWith() {
            Answer answer = canMigrate(Clusters.of(2)
                    .host("h2", host -> host.cpuFeatures("aes", "pku", "erms"))
                    .guest("web", "h1", guest -> guest.cpuFeatures("aes", "pku")));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void areNamedWhenTheyAreMissing() {
            Answer answer = canMigrate(Clusters.of(2)
                    .host("h2", host -> host.cpuFeatures("aes"))
                    .guest("web", "h1", guest -> guest.cpuFeatures("pku", "aes", "erms")));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.CPU_FEATURES_MISSING)
                            .with("model", "some-model")
                            .with("features", "erms, pku")
                            .with("missing", 2)));
        }

        @Test
        void areLeftToLibvirtWhereTheyAreNotKnown() {
            Answer hostSilent = canMigrate(Clusters.of(2).guest("web", "h1", guest -> guest.cpuFeatures("pku")));
            Answer guestSilent = canMigrate(
                    Clusters.of(2).host("h2", host -> host.cpuFeatures("aes")).guest("web", "h1"));

            assertThat(List.of(hostSilent, guestSilent)).containsOnly(Answer.YES);
        }

        @Test
        void doNotHelpAgainstAnotherVendorThanTheGuestAsksFor() {
            Answer answer = canMigrate(Clusters.of(2)
                    .host("h2", host -> host.cpuFeatures("aes"))
                    .guest("web", "h1", guest -> guest.cpu(new GuestCpu("AMD", "EPYC", List.of("aes"), false))));

            assertThat(answer.reasons()).extracting(Reason::code).containsExactly(ReasonCode.CPU_INCOMPATIBLE);
        }
    }

    @Nested
    class Passthrough {
        private static Clusters passthrough(Clusters clusters) {
            return clusters.guest("web", "h1", guest -> guest.cpu(new GuestCpu("", "", List.of(), true)));
        }

        @Test
        void movesBetweenTwins() {
            assertThat(canMigrate(passthrough(twins()))).isEqualTo(Answer.YES);
        }

        @Test
        void staysWhenTheMicrocodeDiffers() {
            CpuIdentity older = new CpuIdentity("25.1", "1", "0xa001173", "6.1.0-18", 2_450_000, false);

            Answer answer = canMigrate(passthrough(twins().host("h2", host -> host.cpu("EPYC-Milan", older))));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.CPU_NOT_THE_SAME)
                            .with("what", "microcode")
                            .with("have", "0xa001173")
                            .with("need", "0xa0011d1")));
        }

        @Test
        void staysWhenQemuDiffersAndWhereNothingIsKnown() {
            Answer newer = canMigrate(passthrough(twins().host("h2", host -> host.qemuVersion(9_000_000))));
            Answer unknown = canMigrate(passthrough(Clusters.of(2)));

            assertThat(newer.reasons()).extracting(Reason::code).containsExactly(ReasonCode.CPU_NOT_THE_SAME);
            assertThat(unknown.reasons()).extracting(Reason::code).contains(ReasonCode.CPU_NOT_THE_SAME);
        }
    }

    @Nested
    class PassthroughThatWasAdopted {
        private static final Hindrance OWN_CPU =
                Hindrance.narrowing(Reason.of(ReasonCode.CPU_FROM_HOST).with("mode", GuestCpu.PASSTHROUGH));

        @Test
        void movesBetweenTwinsAndIsJudgedBeforeItsHostHasToldItsCpu() {
            CpuIdentity rome = new CpuIdentity("23.49", "0", "0xa0011d1", "6.1.0-18", 2_450_000, false);

            Answer twin = canMigrate(adopted(twins()));
            Answer other = canMigrate(adopted(twins().host("h2", host -> host.cpu("EPYC-Milan", rome))));

            assertThat(twin).isEqualTo(Answer.YES);
            assertThat(other.reasons())
                    .extracting(reason -> reason.names().get("what"))
                    .containsExactly("family and model", "stepping");
        }

        @Test
        void staysWhereFirmwareOrKvmTakeAFeatureAway() {
            Answer answer = canMigrate(adopted(twins().host("h1", host -> host.cpuFeatures("aes", "svm"))
                    .host("h2", host -> host.cpuFeatures("aes"))));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.CPU_NOT_THE_SAME)
                            .with("what", "set of features")
                            .with("have", "the common one")
                            .with("need", "the common one with svm")));
        }

        @Test
        void canBeHandedOverWhileItIsOffEvenWhereItCannotMoveLive() {
            Hindrance blocking =
                    Hindrance.blocking(Reason.of(ReasonCode.CPU_FROM_HOST).with("mode", "maximum"));
            ClusterView view = Clusters.of(2)
                    .guest("web", "h1", guest -> guest.hindered(blocking).off())
                    .guest("db", "h1", guest -> guest.hindered(blocking))
                    .view();

            assertThat(relocation(view, "web").reasons()).doesNotContain(blocking.reason());
            assertThat(MigrationRules.canLeave(
                                    view.guest(guestId("db")).orElseThrow(),
                                    view.host(hostId("h1")).orElseThrow())
                            .reasons())
                    .containsExactly(blocking.reason());
        }

        private static Answer relocation(ClusterView view, String guest) {
            return MigrationRules.canRelocate(
                    view,
                    view.guest(guestId(guest)).orElseThrow(),
                    view.host(hostId("h1")).orElseThrow(),
                    view.host(hostId("h2")).orElseThrow());
        }

        private static Clusters adopted(Clusters clusters) {
            return clusters.guest(
                    "web", "h1", guest -> guest.cpuModel(GuestCpu.PASSTHROUGH).hindered(OWN_CPU));
        }
    }

    @Nested
    class GuestsOfGuests {
        private final CpuIdentity rome = new CpuIdentity("23.49", "0", "0x8301055", "6.1.0-18", 2_450_000, false);

        @Test
        void stayWithinOneGeneration() {
            Answer answer = canMigrate(twins().host("h2", host -> host.cpu("EPYC-Rome", rome))
                    .guest("web", "h1", guest -> guest.cpuFeatures("svm")));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.CPU_GENERATION_DIFFERS)
                            .with("have", "23.49")
                            .with("need", "25.1")));
        }

        @Test
        void areNoMatterToEmulatedGuestsAndToThoseWithoutVirtualisation() {
            Answer emulated = canMigrate(twins().host("h2", host -> host.cpu("EPYC-Rome", rome))
                    .guest("web", "h1", guest -> guest.emulated().cpuFeatures("svm")));
            Answer plain = canMigrate(twins().host("h2", host -> host.cpu("EPYC-Rome", rome))
                    .guest("web", "h1", guest -> guest.cpuFeatures("aes")));

            assertThat(List.of(emulated, plain)).containsOnly(Answer.YES);
        }
    }

    @Nested
    class Clock {
        private static Answer to(long tscKhz, boolean scales) {
            CpuIdentity other = new CpuIdentity("25.1", "1", "0xa0011d1", "6.1.0-18", tscKhz, scales);
            return canMigrate(twins().host("h2", host -> host.cpu("EPYC-Milan", other))
                    .guest("web", "h1", guest -> guest.cpuFeatures(GuestCpu.INVARIANT_TSC)));
        }

        @Test
        void mayDifferByTwoHundredAndFiftyPartsPerMillion() {
            assertThat(to(2_450_612, false)).isEqualTo(Answer.YES);
            assertThat(to(2_450_613, false))
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.TSC_DIFFERS)
                            .with("haveKhz", 2_450_613)
                            .with("needKhz", 2_450_000)));
        }

        @Test
        void mayBeAnyWhereItCanBeScaledButNotWhereItIsUnknown() {
            assertThat(to(2_900_000, true)).isEqualTo(Answer.YES);
            assertThat(to(0, true).reasons()).extracting(Reason::code).containsExactly(ReasonCode.TSC_DIFFERS);
        }
    }
}
