package io.kvmherd.controller.engine.plan;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.evacuation.Evacuator;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondOpinionTest {
    private static Clusters cluster() {
        return Clusters.of(2).guest("web", "h1");
    }

    private static PlacementRequest move(ClusterView view) {
        return PlacementRequest.toMove(view.guest(guestId("web")).orElseThrow());
    }

    @Test
    void confirmsADecisionOnThePictureThatItWasMadeFrom() {
        ClusterView view = cluster().view();
        Decision<HostId> decision = Placer.place(view, move(view));

        Decision<HostId> confirmed = SecondOpinion.on(view, move(view), decision);

        assertThat(confirmed).isSameAs(decision).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void refusesAMoveWhoseDestinationWasCordonedInBetween() {
        ClusterView before = cluster().view();
        Decision<HostId> decision = Placer.place(before, move(before));
        ClusterView newest =
                cluster().host("h2", host -> host.duty(HostDuty.CORDONED)).view();

        Decision<HostId> refused = SecondOpinion.on(newest, move(before), decision);

        assertThat(refused).isInstanceOf(Decision.Refused.class);
        HostVerdict first = refused.verdicts().getFirst();
        assertThat(first.host()).isEqualTo(hostId("h2"));
        assertThat(first.verdict()).isEqualTo(Verdict.NO);
        assertThat(first.reasons()).extracting(Reason::code).containsExactly(ReasonCode.HOST_NOT_ACTIVE);
    }

    @Test
    void refusesAStartWhoseMemoryIsGoneInBetween() {
        PlacementRequest start = PlacementRequest.toStart(
                guestId("new"), new GuestMaker("new").memoryMib(4_096).spec());
        Decision<HostId> decision = Placer.place(cluster().view(), start);
        ClusterView newest =
                cluster().everyHost(host -> host.availableMib(1_024)).view();

        Decision<HostId> refused = SecondOpinion.on(newest, start, decision);

        assertThat(refused.verdicts().getFirst().reasons())
                .extracting(Reason::code)
                .containsExactly(ReasonCode.MEMORY_NOW);
        assertThat(refused.verdicts()).noneMatch(verdict -> verdict.verdict() == Verdict.YES);
    }

    @Test
    void leavesARefusalAsItIs() {
        ClusterView view =
                cluster().everyHost(host -> host.duty(HostDuty.CORDONED)).view();
        Decision<HostId> decision = Placer.place(view, move(view));

        assertThat(SecondOpinion.on(view, move(view), decision)).isSameAs(decision);
    }

    @Test
    void namesTheGuestsOfAPlanWhoseDestinationIsNoLongerThere() {
        Clusters clusters = cluster().guest("mail", "h1");
        ClusterView before = clusters.view();
        Plan plan = Evacuator.plan(before, before.host(hostId("h1")).orElseThrow());
        ClusterView newest =
                clusters.host("h2", host -> host.duty(HostDuty.CORDONED)).view();

        assertThat(SecondOpinion.against(before, plan)).isEmpty();
        assertThat(SecondOpinion.against(newest, plan))
                .containsOnlyKeys(guestId("web"), guestId("mail"))
                .allSatisfy((guest, reasons) ->
                        assertThat(reasons).extracting(Reason::code).isEqualTo(List.of(ReasonCode.HOST_NOT_ACTIVE)));
    }
}
