package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.specOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A picture that changes between the plan and its review stands in for a planner that is wrong. */
final class DecisionsTest {
    private static final HostId H1 = new HostId("h1");

    private long ids = 1L << 40;

    @Test
    void beginsNoMoveThatTheCheckerSpeaksAgainst() {
        Turn turn = turn();
        PlanRecord plan = Evacuations.plan(turn, List.of(H1), false);
        OperationRecord parent = begunEvacuation(turn, plan);

        OperationEntry reviewed =
                Decisions.review(turn, turn.operation(parent.id()).orElseThrow(), plan, withoutDestination(turn));
        PlanSteps.beginWhatCan(turn, parent, plan);

        GuestId guest = plan.plan().steps().getFirst().move().guest();
        assertThat(reviewed.disputed()).containsOnlyKeys(guest);
        assertThat(reviewed.disputed().get(guest)).extracting(Reason::code).contains(ReasonCode.HOST_NOT_ACTIVE);
        assertThat(turn.childrenOf(parent.id())).isEmpty();
    }

    @Test
    void tellsOfTheDispute() {
        Turn turn = turn();
        PlanRecord plan = Evacuations.plan(turn, List.of(H1), false);
        OperationRecord parent = begunEvacuation(turn, plan);

        Decisions.review(turn, turn.operation(parent.id()).orElseThrow(), plan, withoutDestination(turn));

        List<EventRecord> told = turn.finish().effects().stream()
                .filter(effect -> effect instanceof Effect.Publish)
                .map(effect -> ((Effect.Publish) effect).event())
                .filter(event -> event.what() == EventRecord.What.PLAN_DISPUTED)
                .toList();
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.guest())
                    .contains(plan.plan().steps().getFirst().move().guest());
            assertThat(event.details()).containsEntry("reasons", "HOST_NOT_ACTIVE");
        });
    }

    @Test
    void triesADisputedMoveAgainInTheNextRound() {
        Turn turn = turn();
        PlanRecord plan = Evacuations.plan(turn, List.of(H1), false);
        OperationRecord parent = begunEvacuation(turn, plan);
        OperationEntry reviewed =
                Decisions.review(turn, turn.operation(parent.id()).orElseThrow(), plan, withoutDestination(turn));

        Evacuations.goOn(turn, reviewed);

        OperationEntry next = turn.operation(parent.id()).orElseThrow();
        assertThat(next.record().round()).isEqualTo(2);
        assertThat(next.disputed()).isEmpty();
        assertThat(turn.childrenOf(parent.id())).hasSize(1);
    }

    private Turn turn() {
        World world = World.of(2).guest(specOn("web", "shared"), "h1");
        return new Turn(world.state(), world.moment(), () -> new UUID(ids++ << 16 | 0x7000L, 0x8000_0000_0000_0000L));
    }

    private static OperationRecord begunEvacuation(Turn turn, PlanRecord plan) {
        turn.put(plan);
        OperationRecord parent = OperationDraft.hostOperation(turn, OperationKind.EVACUATE, List.of(H1), "root")
                .following(plan.id())
                .record();
        Operations.begin(turn, parent);
        return turn.operation(parent.id()).orElseThrow().record();
    }

    private static ClusterView withoutDestination(Turn turn) {
        ClusterView view = turn.view().trusting(Trust.DECLARED);
        SortedMap<HostId, HostView> hosts = new TreeMap<>(view.hosts());
        hosts.replaceAll((id, host) -> new HostView(
                host.id(),
                HostDuty.CORDONED,
                host.reachability(),
                host.inventoried(),
                host.reportAgeMs(),
                host.ratios(),
                host.facts(),
                host.load(),
                host.unmanaged(),
                host.observedBy(),
                host.migrations()));
        return new ClusterView(
                view.version(),
                view.settings(),
                hosts,
                view.guests(),
                view.reservations(),
                view.storage(),
                view.rates());
    }
}
