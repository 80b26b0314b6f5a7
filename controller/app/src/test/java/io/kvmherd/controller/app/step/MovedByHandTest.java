package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.delete;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.OutsideChange.What;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Somebody moved a guest with other tools: the owner has it no more, another host runs it. */
final class MovedByHandTest {
    private final World world = World.of(3).guest(spec("web"), "h1");
    private final GuestId web = world.guest("web").id();

    @Nested
    final class TheRightFollows {
        @Test
        void atTheNextGenerationAndTheOldOneIsBuried() {
            world.agent("h1").movedByHand(web, world.agent("h2"));
            world.run(100).settle();

            assertThat(world.guest("web").host()).contains(new HostId("h2"));
            assertThat(world.guest("web").placement()).isEqualTo(PlacementGeneration.FIRST.next());
            assertThat(world.host("h2").observed().getFirst().placement()).contains(PlacementGeneration.FIRST.next());
            assertThat(world.host("h1").isBuried(web, 1)).isTrue();
            assertThat(world.runsOn("web")).containsExactly("h2");
        }

        @Test
        void andTheMoveIsShownAsWhatSomebodyElseDid() {
            world.agent("h1").movedByHand(web, world.agent("h2"));
            world.run(100).settle();
            world.agent("h2").changedByHand(web, GuestState.RUNNING);
            world.run(100);

            assertThat(world.guest("web").outside())
                    .extracting(OutsideChange::what, OutsideChange::detail)
                    .containsExactly(tuple(What.MOVED_AWAY, "h1 -> h2"));
            assertThat(world.guest("web").hasUnsettledChanges()).isFalse();
            assertThat(world.events(EventRecord.What.GUEST_MOVED)).hasSize(1);
        }

        @Test
        void alsoWhenAnOperationOfOursWasUnderWay() {
            world.whenIn(Phase.CHECK, 0, () -> world.agent("h1").movedByHand(web, world.agent("h2")));
            OperationId ours = world.accepted(migrate("web", "h3"));
            world.settle();

            assertThat(world.operation(ours).state()).isEqualTo(OperationState.FAILED);
            assertThat(world.guest("web").host()).contains(new HostId("h2"));
            assertThat(world.runsOn("web")).containsExactly("h2");
        }

        @Test
        void whenItsOwnerIsHeardAgainAndNotBefore() {
            world.agent("h1").leave();
            world.run(100);
            world.agent("h1").movedByHand(web, world.agent("h2"));
            world.run(60_000);
            boolean waited = world.openOperations().isEmpty()
                    && world.guest("web").host().equals(Optional.of(new HostId("h1")));

            world.agent("h1").comeBack();
            world.run(2_000).settle();

            assertThat(waited).isTrue();
            assertThat(world.guest("web").host()).contains(new HostId("h2"));
        }

        @Test
        void overARestartOfTheController() {
            world.stopServing();
            world.agent("h1").movedByHand(web, world.agent("h2"));
            world.serveAgain().run(5_000).settle();

            assertThat(world.guest("web").host()).contains(new HostId("h2"));
        }
    }

    @Test
    void freezesAGuestThatRunsTwiceAndMovesNoRight() {
        world.allowDoubleRuns();
        world.agent("h1").copiedByHand(web, world.agent("h2"));
        world.run(60_000);

        assertThat(world.guest("web").host()).contains(new HostId("h1"));
        assertThat(world.openOperations()).isEmpty();
        assertThat(world.refused(migrate("web", "h3")).why()).contains("host h2");
    }

    @Test
    void refusesToTouchAGuestWhoseOwnerIsSilentAndThatRunsElsewhere() {
        movedBehindTheBackOfItsOwner();

        for (Request request : List.of(start("web"), delete("web"), migrate("web", "h3"))) {
            Response.Refused refused = world.refused(request);

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.why()).contains("host h2").contains("host h1");
        }
        assertThat(world.state().guests()).hasSize(1);
        assertThat(world.openOperations()).isEmpty();
    }

    @Test
    void doesNotStartAGuestThatASilentHostWasLastSeenRunning() {
        world.allowDoubleRuns();
        world.agent("h1").copiedByHand(web, world.agent("h2"));
        world.run(100);
        world.agent("h2").leave();
        world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
        world.run(60_000);

        Response.Refused refused = world.refused(start("web"));

        assertThat(refused.why()).contains("host h2");
        assertThat(world.runsOn("web")).containsExactly("h2");
    }

    @Test
    void countsItWhereItRuns() {
        movedBehindTheBackOfItsOwner();

        assertThat(Views.of(world.state(), world.moment())
                        .host(new HostId("h2"))
                        .orElseThrow()
                        .unmanaged())
                .extracting(seen -> seen.name())
                .containsExactly("web");
    }

    private void movedBehindTheBackOfItsOwner() {
        world.agent("h1").leave();
        world.run(100);
        world.agent("h1").movedByHand(web, world.agent("h2"));
        world.run(100);
    }
}
