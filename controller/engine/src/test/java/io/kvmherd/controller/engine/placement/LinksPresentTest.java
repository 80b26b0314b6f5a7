package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.guestId;
import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.ObstacleKind;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.placement.Mobility.Obstacle;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.PlanChecker;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksPresentTest {
    private static final Reason MISSING =
            Reason.of(ReasonCode.LINK_MISSING).with("link", "br7").with("kind", "bridge");

    @Test
    void sendsAGuestOnABridgeWhereABridgeOfThatNameIs() {
        ClusterView view = bridged(Clusters.of(2).everyHost(host -> host.links("br7", "eth0")))
                .view();

        assertThat(live(view)).isEqualTo(Answer.YES);
    }

    @Test
    void namesWhatIsMissingWhetherTheGuestRunsOrIsOff() {
        Clusters elsewhere = Clusters.of(2).host("h2", host -> host.links("br0", "eth0"));
        ClusterView view = bridged(elsewhere)
                .guest("db", "h1", guest -> onBridge(guest).off())
                .view();
        GuestView db = view.guest(guestId("db")).orElseThrow();

        assertThat(live(view)).isEqualTo(Answer.no(MISSING));
        assertThat(MigrationRules.canRelocate(
                        view,
                        db,
                        view.host(hostId("h1")).orElseThrow(),
                        view.host(hostId("h2")).orElseThrow()))
                .isEqualTo(Answer.no(MISSING));
        assertThat(PlanChecker.checkRelocation(view, new Move(db.id(), hostId("h1"), hostId("h2")), db.spec()))
                .containsExactly(MISSING);
    }

    @Test
    void leavesAHostThatDoesNotSayWhatItHasToItsOwnCheck() {
        assertThat(live(bridged(Clusters.of(2)).view())).isEqualTo(Answer.YES);
    }

    @Test
    void asksForTheDeviceOfAMacvtapInterfaceAndForNothingElse() {
        Hindrance direct = Hindrance.narrowing(
                Reason.of(ReasonCode.INTERFACE_OF_HOST).with("kind", "direct").with("source", "eno1"));
        Hindrance ethernet = Hindrance.narrowing(
                Reason.of(ReasonCode.INTERFACE_OF_HOST).with("kind", "ethernet").with("source", "tap9"));

        ClusterView view = Clusters.of(2)
                .host("h2", host -> host.links("eth0"))
                .guest("web", "h1", guest -> guest.hindered(direct).hindered(ethernet))
                .view();

        assertThat(live(view))
                .isEqualTo(Answer.no(
                        Reason.of(ReasonCode.LINK_MISSING).with("link", "eno1").with("kind", "direct")));
    }

    @Test
    void countsInTheMobilityOfThoseGuestsAlone() {
        ClusterView view = bridged(Clusters.of(3)
                        .host("h2", host -> host.links("br0", "veth1"))
                        .host("h3", host -> host.links("br7", "veth2")))
                .guest("plain", "h1")
                .view();
        Mobilities mobilities = Mobilities.of(view);

        assertThat(mobilities.of(view.guest(guestId("web")).orElseThrow()))
                .isEqualTo(new Mobility(1, List.of(new Obstacle(ObstacleKind.NETWORK, 1))));
        assertThat(mobilities.of(view.guest(guestId("plain")).orElseThrow())).isEqualTo(new Mobility(2, List.of()));
    }

    private static Answer live(ClusterView view) {
        return MigrationRules.canMigrate(
                view,
                view.guest(guestId("web")).orElseThrow(),
                view.host(hostId("h1")).orElseThrow(),
                view.host(hostId("h2")).orElseThrow());
    }

    private static Clusters bridged(Clusters clusters) {
        return clusters.guest("web", "h1", LinksPresentTest::onBridge);
    }

    private static GuestMaker onBridge(GuestMaker guest) {
        return guest.hindered(Hindrance.narrowing(
                Reason.of(ReasonCode.INTERFACE_OF_HOST).with("kind", "bridge").with("source", "br7")));
    }
}
