package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.ObstacleKind;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.placement.Mobility.Obstacle;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.RandomClusters;
import io.kvmherd.controller.engine.testing.Seeds;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MobilitiesTest {
    private static final int CLUSTERS = 300;

    private static Mobility ofWeb(Clusters clusters) {
        ClusterView view = clusters.view();
        return Mobilities.of(view).of(view.guest(guestId("web")).orElseThrow());
    }

    @Test
    void countsTheOtherHostsThatWouldTakeTheGuest() {
        Mobility mobility = ofWeb(Clusters.of(3).guest("web", "h1"));

        assertThat(mobility).isEqualTo(new Mobility(2, List.of()));
    }

    @Test
    void saysOfWhichKindTheObstaclesAreMostFrequentFirst() {
        Mobility mobility = ofWeb(Clusters.of(4)
                .host("h2", host -> host.vendor(CpuVendor.AMD).duty(HostDuty.CORDONED))
                .host("h3", host -> host.vendor(CpuVendor.AMD))
                .guest("web", "h1"));

        assertThat(mobility.possible()).isEqualTo(1);
        assertThat(mobility.obstacles())
                .containsExactly(new Obstacle(ObstacleKind.CPU, 2), new Obstacle(ObstacleKind.HOST, 1));
    }

    @Test
    void countsGuestsThatCanGoNowhereByWhatStopsMostHosts() {
        ClusterView view = Clusters.of(3)
                .host("h2", host -> host.vendor(CpuVendor.AMD))
                .host("h3", host -> host.vendor(CpuVendor.AMD).networks("dmz"))
                .guest("web", "h1")
                .guest("off", "h1", guest -> guest.off())
                .guest("amd", "h2", guest -> guest.networks("dmz"))
                .view();

        assertThat(Mobilities.immobile(view)).containsExactly(Map.entry(ObstacleKind.CPU, 1));
        assertThat(Mobilities.immobile(Clusters.of(1).guest("web", "h1").view()))
                .containsExactly(Map.entry(ObstacleKind.HOST, 1));
    }

    @Test
    void countsADeclaredPoolThatIsNotProvedYetAsReachable() {
        Mobility mobility = ofWeb(Clusters.of(2).unproved("shared").guest("web", "h1", guest -> guest.disk("shared")));

        assertThat(mobility.possible()).isEqualTo(1);
    }

    @Test
    void takesAHostThatTellsNoLinksForNoneThatLacksThem() {
        Hindrance bridge = Hindrance.narrowing(
                Reason.of(ReasonCode.INTERFACE_OF_HOST).with("kind", "bridge").with("source", "br0"));

        Mobility mobility = ofWeb(Clusters.of(4)
                .host("h2", host -> host.links("eth0"))
                .host("h4", host -> host.links("eth1"))
                .guest("web", "h1", guest -> guest.hindered(bridge)));

        assertThat(mobility.possible()).isEqualTo(1);
        assertThat(mobility.obstacles())
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.hosts()).isEqualTo(2));
    }

    @Test
    void saysWhatThePlacerSaysOfEveryGuest() {
        Seeds.check(CLUSTERS, seed -> {
            ClusterView view = RandomClusters.of(seed);
            Mobilities mobilities = Mobilities.of(view);

            for (GuestView guest : view.guests().values()) {
                Mobility mobility = mobilities.of(guest);
                List<HostVerdict> verdicts =
                        Placer.place(view.trusting(Trust.DECLARED), PlacementRequest.toMove(guest)).verdicts().stream()
                                .filter(verdict -> !guest.isOn(verdict.host()))
                                .toList();
                assertThat(mobility.possible())
                        .as("possible for %s", guest)
                        .isEqualTo(verdicts.stream()
                                .filter(verdict -> verdict.verdict() == Verdict.YES)
                                .count());
                assertThat(mobility.obstacles())
                        .as("obstacles of %s", guest)
                        .containsExactlyInAnyOrderElementsOf(counted(verdicts));
            }
        });
    }

    private static List<Obstacle> counted(List<HostVerdict> verdicts) {
        return Stream.of(ObstacleKind.values())
                .map(kind -> new Obstacle(kind, (int) verdicts.stream()
                        .filter(verdict -> verdict.reasons().stream()
                                .map(Reason::code)
                                .map(ObstacleKind::of)
                                .anyMatch(kind::equals))
                        .count()))
                .filter(obstacle -> obstacle.hosts() > 0)
                .toList();
    }
}
