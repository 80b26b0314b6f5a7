package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlacerTest {
    private static PlacementRequest start(GuestMaker guest) {
        return PlacementRequest.toStart(guestId(guest.spec().name()), guest.spec());
    }

    private static PlacementRequest web() {
        return start(new GuestMaker("web"));
    }

    private static HostId accepted(Decision<HostId> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted<HostId>) decision).value();
    }

    @Test
    void choosesByNameAmongEquals() {
        Decision<HostId> decision = Placer.place(Clusters.of(3).view(), web());

        assertThat(accepted(decision)).isEqualTo(hostId("h1"));
    }

    @Test
    void choosesTheEmptierHost() {
        ClusterView view = Clusters.of(3).guest("a", "h1").guest("b", "h3").view();

        Decision<HostId> decision = Placer.place(view, web());

        assertThat(accepted(decision)).isEqualTo(hostId("h2"));
    }

    @Test
    void keepsTheLargestHoleForLargeGuestsWhenLoadIsNearlyEven() {
        ClusterView view = Clusters.of(0)
                .host("h1", host -> host.usableMib(20_000).cpus(8, 16))
                .host("h2", host -> host.usableMib(19_000).cpus(8, 16))
                .view();

        Decision<HostId> decision = Placer.place(view, web());

        assertThat(accepted(decision)).isEqualTo(hostId("h2"));
    }

    @Test
    void showsEveryTermOfTheScore() {
        Decision<HostId> decision = Placer.place(Clusters.of(1).view(), web());

        assertThat(decision.verdicts().getFirst().scores())
                .extracting(HostVerdict.Score::term)
                .containsExactly("even-load", "headroom");
        assertThat(decision.verdicts().getFirst().total())
                .isCloseTo(
                        2 * ((1 - 2_132.0 / 32_768) + (1 - 2.0 / 41)) / 2 + (1 - 2_132.0 / 32_768), within(0.000_001));
    }

    @Test
    void listsCandidatesBestFirstAndThenTheRefusedByName() {
        ClusterView view = Clusters.of(5)
                .guest("a", "h2")
                .host("h1", host -> host.duty(HostDuty.CORDONED))
                .host("h3", host -> host.reachability(Reachability.SUSPECT))
                .view();

        Decision<HostId> decision = Placer.place(view, web());

        assertThat(decision.verdicts())
                .extracting(verdict -> verdict.host().value())
                .containsExactly("h4", "h5", "h2", "h1", "h3");
        assertThat(decision.verdicts())
                .extracting(HostVerdict::verdict)
                .containsExactly(Verdict.YES, Verdict.YES, Verdict.YES, Verdict.NO, Verdict.WAIT);
    }

    @Test
    void asksEveryRuleSoThatNoObstacleHidesAnother() {
        ClusterView view = Clusters.of(1)
                .host(
                        "h1",
                        host -> host.duty(HostDuty.CORDONED)
                                .withoutVirtualisation()
                                .usableMib(1_000)
                                .availableMib(100)
                                .cpus(1, 1))
                .view();

        Decision<HostId> decision =
                Placer.place(view, start(new GuestMaker("web").vcpus(5).labels("ssd")));

        assertThat(decision).isInstanceOf(Decision.Refused.class);
        assertThat(decision.verdicts().getFirst().reasons())
                .extracting(Reason::code)
                .containsExactly(
                        ReasonCode.HOST_NOT_ACTIVE,
                        ReasonCode.HOST_CANNOT_VIRTUALISE,
                        ReasonCode.MORE_VCPUS_THAN_THREADS,
                        ReasonCode.LABEL_MISSING,
                        ReasonCode.MEMORY_COMMITTED,
                        ReasonCode.MEMORY_GUARANTEED,
                        ReasonCode.MEMORY_NOW,
                        ReasonCode.CPU_COMMITTED);
    }

    @Test
    void asksOnlyTheTarget() {
        Decision<HostId> decision = Placer.place(Clusters.of(3).view(), web().onto(hostId("h3")));

        assertThat(accepted(decision)).isEqualTo(hostId("h3"));
        assertThat(decision.verdicts()).hasSize(1);
    }

    @Test
    void refusesATargetThatIsNotRegistered() {
        Decision<HostId> decision = Placer.place(Clusters.of(3).view(), web().onto(hostId("h9")));

        assertThat(decision)
                .isEqualTo(new Decision.Refused<HostId>(List.of(new HostVerdict(
                        hostId("h9"),
                        Verdict.NO,
                        List.of(Reason.of(ReasonCode.NO_HOSTS)
                                .with("host", "h9")
                                .with("hosts", 0)),
                        List.of()))));
    }

    @Test
    void leavesExcludedHostsOut() {
        Decision<HostId> decision =
                Placer.place(Clusters.of(3).view(), web().excluding(List.of(hostId("h1"), hostId("h2"))));

        assertThat(accepted(decision)).isEqualTo(hostId("h3"));
        assertThat(decision.verdicts()).hasSize(1);
    }

    @Test
    void refusesWithoutVerdictsWhenThereIsNoHost() {
        Decision<HostId> decision = Placer.place(Clusters.of(0).view(), web());

        assertThat(decision).isEqualTo(new Decision.Refused<HostId>(List.of()));
    }

    @Test
    void doesNotCountAGuestAgainstItselfOnItsOwnHost() {
        ClusterView view = Clusters.of(1)
                .host("h1", host -> host.usableMib(3_000).availableMib(3_000))
                .guest("web", "h1", guest -> guest.off().wish(Wish.RUNNING))
                .view();

        Decision<HostId> decision = Placer.place(view, web().onto(hostId("h1")));

        assertThat(accepted(decision)).isEqualTo(hostId("h1"));
    }

    @Test
    void asksTheRulesOfMigrationForAMoveOnly() {
        ClusterView view = Clusters.of(2)
                .host("h2", host -> host.vendor(CpuVendor.AMD))
                .guest("web", "h1")
                .view();

        Decision<HostId> move = Placer.place(
                view, PlacementRequest.toMove(view.guest(guestId("web")).orElseThrow()));
        Decision<HostId> fresh = Placer.place(view, start(new GuestMaker("new")).onto(hostId("h2")));

        assertThat(move).isInstanceOf(Decision.Refused.class);
        assertThat(move.verdicts())
                .flatExtracting(HostVerdict::reasons)
                .extracting(Reason::code)
                .containsExactly(ReasonCode.SAME_HOST, ReasonCode.CPU_VENDOR_DIFFERS);
        assertThat(accepted(fresh)).isEqualTo(hostId("h2"));
    }

    @Test
    void asksOfAMovingGuestOnlyTheMemoryThatItReallyHolds() {
        ClusterView view = Clusters.of(2)
                .host("h2", host -> host.availableMib(3_000))
                .guest("web", "h1", guest -> guest.memoryMib(8_192).residentMib(512))
                .view();

        Decision<HostId> decision = Placer.place(
                view, PlacementRequest.toMove(view.guest(guestId("web")).orElseThrow()));

        assertThat(accepted(decision)).isEqualTo(hostId("h2"));
    }

    @Test
    void refusesToMoveAGuestThatNobodyKnows() {
        PlacementRequest unknown = new PlacementRequest(
                guestId("ghost"),
                new GuestMaker("ghost").spec(),
                Optional.empty(),
                Optional.of(hostId("h1")),
                List.of(),
                false);

        Decision<HostId> decision = Placer.place(Clusters.of(1).view(), unknown);

        assertThat(decision.verdicts())
                .flatExtracting(HostVerdict::reasons)
                .containsExactly(Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN).with("host", "h1"));
    }
}
