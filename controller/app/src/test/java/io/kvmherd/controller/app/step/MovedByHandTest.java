package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.delete;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.testing.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Somebody moved a guest with other tools: the owner has it no more, another host runs it. */
final class MovedByHandTest {

    @Test
    void refusesToTouchAGuestThatRunsWhereItDoesNotBelong() {
        World world = movedByHand();

        for (Request request : List.of(start("web"), delete("web"), migrate("web", "h3"))) {
            Response.Refused refused = world.refused(request);

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.why()).contains("host h2").contains("host h1");
        }
        assertThat(world.state().guests()).hasSize(1);
        assertThat(world.openOperations()).isEmpty();
    }

    @Test
    void countsItWhereItRuns() {
        World world = movedByHand();

        assertThat(Views.of(world.state(), world.moment())
                        .host(new HostId("h2"))
                        .orElseThrow()
                        .unmanaged())
                .extracting(seen -> seen.name())
                .containsExactly("web");
    }

    private static World movedByHand() {
        World world = World.of(3).guest(spec("web"), "h1");
        GuestId web = world.guest("web").id();
        world.host("h1").remove(web);
        world.agent("h1").say(new LinkMessage.GuestVanished(web));
        world.agent("h2").say(new LinkMessage.GuestChanged(seen(web), false));
        world.run(100);
        return world;
    }

    private static ObservedGuest seen(GuestId guest) {
        return new ObservedGuest(
                guest,
                "web",
                Optional.of(PlacementGeneration.FIRST),
                GuestState.RUNNING,
                GuestJob.NONE,
                1,
                512,
                200,
                0);
    }
}
