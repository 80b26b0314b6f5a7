package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.Reservation.Purpose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RoomRulesTest {
    /** What the rule says about the guest's start on h1. */
    private static Answer judge(RoomRule rule, ClusterView view, GuestMaker guest) {
        Demand demand = Demand.ofStart(guestId(guest.spec().name()), guest.spec());
        return rule.judge(Candidate.of(demand, view.host(hostId("h1")).orElseThrow(), Ledger.of(view)));
    }

    private static GuestMaker web() {
        return new GuestMaker("web");
    }

    @Nested
    class CommittedMemory {
        @Test
        void takesAGuestUpToTheLastMebibyte() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.usableMib(10_000))
                    .guest("db", "h1", guest -> guest.committedMib(6_000))
                    .view();

            Answer answer = judge(new CommittedMemorySuffices(), view, web().committedMib(4_000));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesOneMebibyteMore() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.usableMib(10_000))
                    .guest("db", "h1", guest -> guest.committedMib(6_001))
                    .view();

            Answer answer = judge(new CommittedMemorySuffices(), view, web().committedMib(4_000));

            assertThat(answer).isEqualTo(Answer.no(committed(6_001, 4_000, 10_000, 100)));
        }

        @Test
        void waitsForAGuestThatIsLeaving() {
            ClusterView view = Clusters.of(2)
                    .host("h1", host -> host.usableMib(10_000))
                    .guest("db", "h1", guest -> guest.committedMib(7_000))
                    .reservation("db", "h1", Purpose.LEAVING)
                    .view();

            Answer answer = judge(new CommittedMemorySuffices(), view, web().committedMib(4_000));

            assertThat(answer).isEqualTo(Answer.wait(committed(7_000, 4_000, 10_000, 100)));
        }

        @Test
        void followsTheRatioOfTheHostBeforeThatOfTheCluster() {
            ClusterView view = Clusters.of(1)
                    .ratios(300, 400)
                    .host("h1", host -> host.usableMib(10_000).ratios(150, 400))
                    .guest("db", "h1", guest -> guest.committedMib(12_000))
                    .view();

            Answer answer = judge(new CommittedMemorySuffices(), view, web().committedMib(4_000));

            assertThat(answer).isEqualTo(Answer.no(committed(12_000, 4_000, 15_000, 150)));
        }

        private static Reason committed(long taken, long need, long limit, long ratio) {
            return Reason.of(ReasonCode.MEMORY_COMMITTED)
                    .with("haveMib", limit - taken)
                    .with("needMib", need)
                    .with("limitMib", limit)
                    .with("ratioPercent", ratio);
        }
    }

    @Nested
    class GuaranteedMemory {
        @Test
        void takesGuestsWhoseGuaranteesFit() {
            ClusterView view = Clusters.of(1)
                    .ratios(300, 400)
                    .host("h1", host -> host.usableMib(10_000))
                    .guest("db", "h1", guest -> guest.committedMib(9_000).memoryMinMib(1_000))
                    .view();

            Answer answer = judge(new GuaranteedMemorySuffices(), view, web().committedMib(8_000));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesToOvercommitGuaranteesAtAnyRatio() {
            ClusterView view = Clusters.of(1)
                    .ratios(300, 400)
                    .host("h1", host -> host.usableMib(10_000))
                    .guest("db", "h1", guest -> guest.committedMib(6_000))
                    .view();

            Answer answer = judge(new GuaranteedMemorySuffices(), view, web().committedMib(5_000));

            assertThat(answer).isEqualTo(Answer.no(guaranteed(6_000, 5_000, 10_000)));
        }

        @Test
        void waitsForAGuestThatIsLeaving() {
            ClusterView view = Clusters.of(1)
                    .ratios(300, 400)
                    .host("h1", host -> host.usableMib(10_000))
                    .guest("db", "h1", guest -> guest.committedMib(6_000))
                    .reservation("db", "h1", Purpose.LEAVING)
                    .view();

            Answer answer = judge(new GuaranteedMemorySuffices(), view, web().committedMib(5_000));

            assertThat(answer).isEqualTo(Answer.wait(guaranteed(6_000, 5_000, 10_000)));
        }

        private static Reason guaranteed(long taken, long need, long limit) {
            return Reason.of(ReasonCode.MEMORY_GUARANTEED)
                    .with("haveMib", limit - taken)
                    .with("needMib", need)
                    .with("limitMib", limit);
        }
    }

    @Nested
    class MemoryNow {
        @Test
        void takesAGuestThatLeavesTheMarginAlone() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.usableMib(10_000).availableMib(4_500))
                    .view();

            Answer answer = judge(new MemoryNowSuffices(), view, web().committedMib(4_000));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void waitsWhenTheMarginWouldBeTouched() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.usableMib(10_000).availableMib(4_499))
                    .view();

            Answer answer = judge(new MemoryNowSuffices(), view, web().committedMib(4_000));

            assertThat(answer).isEqualTo(Answer.wait(now(3_999, 4_000)));
        }

        @Test
        void waitsForMemoryThatIsPromisedToAnArrivingGuest() {
            ClusterView view = Clusters.of(2)
                    .host("h1", host -> host.usableMib(10_000).availableMib(9_500))
                    .guest("db", "h2", guest -> guest.committedMib(6_000))
                    .reservation("db", "h1", Purpose.ARRIVING)
                    .view();

            Answer answer = judge(new MemoryNowSuffices(), view, web().committedMib(4_000));

            assertThat(answer).isEqualTo(Answer.wait(now(3_000, 4_000)));
        }

        @Test
        void refusesAGuestThatIsLargerThanTheHost() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.usableMib(10_000).availableMib(9_000))
                    .view();

            Answer answer = judge(new MemoryNowSuffices(), view, web().committedMib(9_501));

            assertThat(answer).isEqualTo(Answer.no(now(8_500, 9_501)));
        }

        private static Reason now(long have, long need) {
            return Reason.of(ReasonCode.MEMORY_NOW).with("haveMib", have).with("needMib", need);
        }
    }

    @Nested
    class CpuRatio {
        @Test
        void countsASiblingThreadAsThreeTenthsOfACore() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.cpus(4, 8))
                    .guest("db", "h1", guest -> guest.vcpus(12))
                    .view();

            Answer answer = judge(new CpuRatioSuffices(), view, web().vcpus(8));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesOneVirtualCpuMore() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.cpus(4, 8))
                    .guest("db", "h1", guest -> guest.vcpus(13))
                    .view();

            Answer answer = judge(new CpuRatioSuffices(), view, web().vcpus(8));

            assertThat(answer).isEqualTo(Answer.no(cpu(13, 8, 20)));
        }

        @Test
        void waitsForAGuestThatIsLeaving() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.cpus(4, 8))
                    .guest("db", "h1", guest -> guest.vcpus(13))
                    .reservation("db", "h1", Purpose.LEAVING)
                    .view();

            Answer answer = judge(new CpuRatioSuffices(), view, web().vcpus(8));

            assertThat(answer).isEqualTo(Answer.wait(cpu(13, 8, 20)));
        }

        private static Reason cpu(long taken, long need, long limit) {
            return Reason.of(ReasonCode.CPU_COMMITTED)
                    .with("haveVcpus", limit - taken)
                    .with("needVcpus", need)
                    .with("limitVcpus", limit)
                    .with("ratioPercent", 400);
        }
    }

    @Nested
    class AntiAffinity {
        @Test
        void takesAHostWithoutAMemberOfTheGroup() {
            ClusterView view = Clusters.of(1)
                    .guest("db", "h1", guest -> guest.group("other"))
                    .view();

            Answer answer = judge(new AntiAffinityHolds(), view, web().group("front"));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void doesNotHoldAGuestAgainstItself() {
            ClusterView view = Clusters.of(1)
                    .guest("web", "h1", guest -> guest.group("front"))
                    .view();

            Answer answer = judge(new AntiAffinityHolds(), view, web().group("front"));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void leavesGuestsAloneThatAreOffAndShallStayOff() {
            ClusterView view = Clusters.of(1)
                    .guest("db", "h1", guest -> guest.group("front").off())
                    .view();

            Answer answer = judge(new AntiAffinityHolds(), view, web().group("front"));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesAHostWithAMember() {
            ClusterView view = Clusters.of(1)
                    .guest("db", "h1", guest -> guest.group("front"))
                    .view();

            Answer answer = judge(new AntiAffinityHolds(), view, web().group("front"));

            assertThat(answer).isEqualTo(Answer.no(member()));
        }

        @Test
        void refusesAHostToWhichAMemberIsOnItsWay() {
            ClusterView view = Clusters.of(2)
                    .guest("db", "h2", guest -> guest.group("front"))
                    .reservation("db", "h1", Purpose.ARRIVING)
                    .view();

            Answer answer = judge(new AntiAffinityHolds(), view, web().group("front"));

            assertThat(answer).isEqualTo(Answer.no(member()));
        }

        @Test
        void waitsForAMemberThatIsLeaving() {
            ClusterView view = Clusters.of(2)
                    .guest("db", "h1", guest -> guest.group("front"))
                    .reservation("db", "h1", Purpose.LEAVING)
                    .view();

            Answer answer = judge(new AntiAffinityHolds(), view, web().group("front"));

            assertThat(answer).isEqualTo(Answer.wait(member()));
        }

        private static Reason member() {
            return Reason.of(ReasonCode.ANTI_AFFINITY).with("group", "front").with("guest", "db");
        }
    }

    @Nested
    class NameIsFreeRule {
        @Test
        void takesAHostWithoutANamesake() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.unmanaged("old-web", 1, 1_024))
                    .view();

            Answer answer = judge(new NameIsFree(), view, web());

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesAHostWithANamesakeThatIsNotOursEvenIfItIsOff() {
            ClusterView view = Clusters.of(1)
                    .host("h1", host -> host.unmanaged("web", GuestState.SHUT_OFF, 1, 1_024))
                    .view();

            Answer answer = judge(new NameIsFree(), view, web());

            assertThat(answer)
                    .isEqualTo(
                            Answer.no(Reason.of(ReasonCode.GUEST_EXISTS_THERE).with("guest", "web")));
        }
    }
}
