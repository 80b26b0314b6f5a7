package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.hostMode;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.removeHost;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.controller.app.request.ReleaseOutcome;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReleasesTest {
    private final World world =
            World.of(3).guest(spec("web"), "h1").guest(spec("db"), "h1").guest(spec("mail"), "h2");

    @Test
    void letAllGuestsGoAsTheyAre() {
        Response.Releases releases = release(Optional.empty(), false);
        world.settle();

        assertThat(releases.outcomes()).extracting(ReleaseOutcome::name).containsExactly("db", "web", "mail");
        assertThat(world.state().guests()).isEmpty();
        assertThat(world.runsOn("web")).containsExactly("h1");
        assertThat(world.events(EventRecord.What.GUEST_RELEASED)).hasSize(3);
        assertThat(world.store().audit(1).getFirst().object()).isEqualTo("all guests");
        assertThat(world.store().audit(1).getFirst().outcome()).isEqualTo("accepted: 3 of 3 guests");
    }

    @Test
    void letAHostsGuestsGoSoThatItCanBeRemoved() {
        release(Optional.of(new HostId("h1")), false);
        world.settle();

        assertThat(names()).containsExactly("mail");
        assertThat(world.ask(removeHost("h1"))).isInstanceOf(Response.HostMembership.class);
        assertThat(world.runsOn("web")).containsExactly("h1");
    }

    @Test
    void meanTheSameWhenTheyAreAskedForAgainMeanwhile() {
        Response.Releases first = release(Optional.empty(), false);
        Response.Releases again = release(Optional.empty(), false);
        world.settle();

        assertThat(again.outcomes())
                .extracting(ReleaseOutcome::operation)
                .containsExactlyElementsOf(
                        first.outcomes().stream().map(ReleaseOutcome::operation).toList());
        assertThat(world.state().guests()).isEmpty();
    }

    @Test
    void onlySayWhatWouldBecomeOfEachInADryRun() {
        int rows = world.store().audit(99).size();

        Response.Releases releases = release(Optional.empty(), true);
        world.settle();

        assertThat(releases.outcomes()).hasSize(3).allSatisfy(outcome -> {
            assertThat(outcome.refusal()).isEmpty();
            assertThat(outcome.operation()).isEmpty();
        });
        assertThat(world.state().guests()).hasSize(3);
        assertThat(world.store().audit(99)).hasSize(rows);
    }

    @Test
    void nameWhoCannotBeLetGoAndKeepNoOther() {
        world.migrationWillEnd("web", MigrationEnd.HANGS);
        world.accepted(migrate("web", "h3"));
        world.run(3_000);
        world.agent("h2").leave();
        world.run(100);

        Response.Releases releases = release(Optional.empty(), false);
        world.run(3_000);

        assertThat(refusals(releases)).containsExactly(ErrorCode.CONFLICT, ErrorCode.UNREACHABLE);
        assertThat(releases.begun()).isEqualTo(1);
        assertThat(names()).containsExactly("mail", "web");
    }

    @Test
    void leaveAnObservedHostAlone() {
        world.ask(hostMode("h1", ManagementMode.OBSERVE));

        Response.Releases releases = release(Optional.empty(), true);

        assertThat(refusals(releases)).containsExactly(ErrorCode.CONFLICT, ErrorCode.CONFLICT);
    }

    @Test
    void areRefusedOnAHostThatNobodyKnows() {
        Request unknown = new Request.ReleaseGuests(Optional.of(new HostId("h9")), false, "");

        assertThat(world.refused(unknown).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    private Response.Releases release(Optional<HostId> host, boolean dryRun) {
        return (Response.Releases) world.ask(new Request.ReleaseGuests(host, dryRun, ""));
    }

    private List<String> names() {
        return world.state().guests().values().stream()
                .map(guest -> guest.spec().name())
                .sorted()
                .toList();
    }

    private static List<ErrorCode> refusals(Response.Releases releases) {
        return releases.outcomes().stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .map(Response.Refused::code)
                .toList();
    }
}
