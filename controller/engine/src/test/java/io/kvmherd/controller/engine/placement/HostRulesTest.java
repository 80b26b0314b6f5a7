package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.HostMaker;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostRulesTest {
    private static Answer judge(HostRule rule, UnaryOperator<HostMaker> change) {
        ClusterView view = Clusters.of(0).host("h1", change).view();
        return rule.judge(view.settings(), view.host(hostId("h1")).orElseThrow());
    }

    @Nested
    class HostIsUpRule {
        @Test
        void takesAHostThatIsUp() {
            Answer answer = judge(new HostIsUp(), host -> host.reachability(Reachability.UP));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @ParameterizedTest
        @EnumSource(names = {"UNSEEN", "SUSPECT"})
        void waitsForAHostThatMayComeBackByItself(Reachability reachability) {
            Answer answer = judge(new HostIsUp(), host -> host.reachability(reachability));

            assertThat(answer)
                    .isEqualTo(Answer.wait(Reason.of(ReasonCode.HOST_NOT_UP).with("state", reachability.name())));
        }

        @Test
        void refusesAHostThatHasBeenSilentForLong() {
            Answer answer = judge(new HostIsUp(), host -> host.reachability(Reachability.UNREACHABLE));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.HOST_NOT_UP).with("state", "UNREACHABLE")));
        }
    }

    @Nested
    class ReportIsFreshRule {
        @Test
        void takesAReportOfExactlyTheLargestAge() {
            Answer answer = judge(new ReportIsFresh(), host -> host.reportAgeMs(15_000));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void waitsWhenTheReportIsOlder() {
            Answer answer = judge(new ReportIsFresh(), host -> host.reportAgeMs(15_001));

            assertThat(answer).isEqualTo(stale(15_001));
        }

        @Test
        void waitsWhenThereNeverWasAReport() {
            Answer answer = judge(new ReportIsFresh(), host -> host.neverReported());

            assertThat(answer).isEqualTo(stale(1_000));
        }

        private static Answer stale(long ageMs) {
            return Answer.wait(
                    Reason.of(ReasonCode.HOST_REPORT_STALE).with("ageMs", ageMs).with("limitMs", 15_000));
        }
    }

    @Nested
    class HostIsInventoriedRule {
        @Test
        void takesAHostThatToldWhatItHas() {
            Answer answer = judge(new HostIsInventoried(), host -> host);

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void waitsForTheInventory() {
            Answer answer = judge(new HostIsInventoried(), host -> host.notInventoried());

            assertThat(answer).isEqualTo(Answer.wait(Reason.of(ReasonCode.HOST_NOT_INVENTORIED)));
        }

        @Test
        void waitsForAHostThatWasNeverHeardOf() {
            Answer answer = judge(new HostIsInventoried(), host -> host.neverHeardOf());

            assertThat(answer).isEqualTo(Answer.wait(Reason.of(ReasonCode.HOST_NOT_INVENTORIED)));
        }
    }

    @Nested
    class HostIsManagedRule {
        @Test
        void takesAManagedHost() {
            assertThat(judge(new HostIsManaged(), host -> host.duty(HostDuty.ACTIVE)))
                    .isEqualTo(Answer.YES);
        }

        @Test
        void refusesWithOneReasonForEachWhoSaysThatItIsOnlyObserved() {
            Answer answer = judge(new HostIsManaged(), host -> host.observedBy(ModeSource.CLUSTER, ModeSource.AGENT));

            assertThat(answer.verdict()).isEqualTo(Verdict.NO);
            assertThat(answer.reasons())
                    .extracting(reason -> reason.names().get("by"))
                    .containsExactly("AGENT", "CLUSTER");
        }
    }

    @Nested
    class HostIsActiveRule {
        @Test
        void takesAnActiveHost() {
            Answer answer = judge(new HostIsActive(), host -> host.duty(HostDuty.ACTIVE));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
        void refusesEveryOtherDuty(HostDuty duty) {
            Answer answer = judge(new HostIsActive(), host -> host.duty(duty));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.HOST_NOT_ACTIVE).with("duty", duty.name())));
        }
    }
}
