package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.addHost;
import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.createOn;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.planEvacuation;
import static io.kvmherd.controller.app.testing.Asking.removeHost;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.testing.World;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MembershipTest {
    private static final HostId H1 = new HostId("h1");

    @Nested
    final class Removing {
        @Test
        void takesADrainedHostOutAndTurnsItsAgentAway() {
            World world = World.of(2).guest(specOn("web", "shared"), "h1");
            world.accepted(evacuate("h1"));
            world.settle();

            Response response = world.ask(removeHost("h1"));
            world.run(120_000);

            assertThat(response).isEqualTo(new Response.HostMembership(H1, false));
            assertThat(world.state().hosts()).doesNotContainKey(H1);
            assertThat(world.runsOn("web")).containsExactly("h2");
            assertThat(world.events(EventRecord.What.HOST_REMOVED)).hasSize(1);
        }

        @Test
        void outlastsTheController() {
            World world = World.of(2);
            world.ask(removeHost("h1"));

            world.restart().run(60_000);

            assertThat(world.state().hosts()).doesNotContainKey(H1);
        }

        @Test
        void isRefusedWhileGuestsAreThereAlsoWhenTheyAreOff() {
            World world = World.of(2).guest(spec("web"), "h1");

            assertThat(world.refused(removeHost("h1")).why()).contains("guest web is on it".substring(1));

            world.accepted(stop("web"));
            world.settle();

            Response.Refused refused = world.refused(removeHost("h1"));
            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.next()).contains("kvmherd evacuate h1");
        }

        @Test
        void isRefusedForASilentHostThatHasGuests() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.agent("h1").leave();
            world.run(60_000);

            assertThat(world.refused(removeHost("h1")).next()).contains("ring its agent back");
        }

        @Test
        void takesASilentHostWithoutGuests() {
            World world = World.of(2);
            world.agent("h1").leave();
            world.run(60_000);

            assertThat(world.ask(removeHost("h1"))).isInstanceOf(Response.HostMembership.class);
            assertThat(world.state().hosts()).doesNotContainKey(H1);
        }

        @Test
        void isRefusedWhileAnOperationConcernsTheHost() {
            World world = World.of(2);
            world.accepted(createOn("h1", spec("web")));

            assertThat(world.refused(removeHost("h1")).why()).contains("has not ended");
        }

        @Test
        void changesNothingInADryRun() {
            World world = World.of(2);

            Response response = world.ask(new Request.RemoveHost(H1, true, ""));

            assertThat(response).isEqualTo(new Response.HostMembership(H1, true));
            assertThat(world.state().hosts()).containsKey(H1);
            assertThat(world.state().cluster().removed()).isEmpty();
        }

        @Test
        void leavesNoPlanThatCouldBeApplied() {
            World world = World.of(2);
            Response.Planned planned = (Response.Planned) world.ask(planEvacuation("h1"));
            world.ask(removeHost("h1"));

            assertThat(world.refused(apply(planned.plan().id())).code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
    }

    @Nested
    final class Adding {
        @Test
        void letsTheHostJoinAgainAsANewOne() {
            World world = World.of(2);
            world.accepted(evacuate("h1"));
            world.settle().ask(removeHost("h1"));
            world.run(10_000);

            world.ask(addHost("h1"));
            world.run(10_000);

            assertThat(world.entry("h1").record().duty()).isEqualTo(HostDuty.ACTIVE);
            assertThat(world.entry("h1").takesCommands()).isTrue();
        }

        @Test
        void isNothingNewForAHostThatIsThere() {
            World world = World.of(1);

            assertThat(world.ask(addHost("h1"))).isEqualTo(new Response.HostMembership(H1, true));
            assertThat(world.events(EventRecord.What.HOST_ADDED)).isEmpty();
        }
    }
}
