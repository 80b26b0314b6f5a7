package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.accept;
import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.restore;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.OutsideChange.What;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.testing.FakeHost;
import io.kvmherd.controller.app.testing.SampleDefinitions;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others edit in guests' definitions. */
final class DriftTest {
    private final World world = World.of(2).guest(spec("web"), "h1");
    private final GuestId web = world.guest("web").id();
    private final DomainDefinition original =
            SampleDefinitions.of(world.guest("web").spec());
    private final DomainDefinition larger =
            SampleDefinitions.of(world.guest("web").spec().atLeast(1, 8_192, 0));

    @BeforeEach
    void isTold() {
        tell("h1", original);
    }

    @Test
    void tellsWhatWasEditedAndUndoesNothingByItself() {
        tell("h1", larger);
        world.run(600_000);

        assertThat(world.guest("web").outside()).singleElement().satisfies(change -> {
            assertThat(change.what()).isEqualTo(What.EDITED);
            assertThat(change.detail()).contains("-> 8192 MiB");
            assertThat(change.settled()).isFalse();
        });
        assertThat(world.events(EventRecord.What.GUEST_CHANGED_OUTSIDE)).hasSize(1);
        assertThat(world.host("h1").redefined()).isEmpty();
    }

    @Test
    void countsTheLargerSizeAtOnce() {
        tell("h1", larger);

        assertThat(world.guest("web").weighedSpec().memoryMib()).isEqualTo(8_192);
        assertThat(world.guest("web").spec().memoryMib())
                .isEqualTo(original.summary().orElseThrow().memoryMib());
    }

    @Test
    void settlesAnEditThatWasUndone() {
        tell("h1", larger);
        tell("h1", original);

        assertThat(world.guest("web").outside())
                .extracting(OutsideChange::settled)
                .containsExactly(true);
    }

    @Test
    void listensOnlyToTheOwner() {
        tell("h2", larger);

        assertThat(world.guest("web").outside()).isEmpty();
    }

    @Test
    void takesTheEditedSizeIntoTheSpecificationWhenItIsAccepted() {
        tell("h1", larger);

        assertThat(world.ask(accept("web"))).isInstanceOf(Response.GuestChanged.class);
        tell("h1", larger);

        assertThat(world.guest("web").spec().memoryMib()).isEqualTo(8_192);
        assertThat(world.guest("web").hasUnsettledChanges()).isFalse();
        assertThat(world.guest("web").definition().orElseThrow().isEdited()).isFalse();
    }

    @Test
    void putsTheAcceptedDefinitionBackWhenAsked() {
        tell("h1", larger);

        world.accepted(restore("web"));
        world.settle();
        tell("h1", original);

        assertThat(world.host("h1").redefined())
                .contains(new AgentCommand.RedefineGuest(web, "web", original.text(), false, Optional.empty()));
        assertThat(world.guest("web").hasUnsettledChanges()).isFalse();
        assertThat(world.host("h1").stateOf(web)).contains(GuestState.RUNNING);
    }

    @Test
    void putsItBackAgainWhenTheAgentSaysThatItIsHalfDone() {
        tell("h1", larger);
        world.agent("h1")
                .answerNext(
                        AgentCommand.RedefineGuest.class,
                        new CommandResult.Failed(ErrorCode.UNREACHABLE, "defined again, but not its autostart"));

        OperationId operation = world.accepted(restore("web"));
        world.run(500);
        boolean done = !world.operation(operation).isOpen();
        world.settle();

        assertThat(done).isFalse();
        assertThat(world.agent("h1").taken())
                .filteredOn(AgentCommand.RedefineGuest.class::equals)
                .hasSize(2);
        assertThat(world.host("h1").redefined().orElseThrow().text()).isEqualTo(original.text());
        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void doesNothingElseWhenAPlanIsAppliedToWhatWasUndone() {
        tell("h1", larger);
        Response.Planned planned = (Response.Planned) world.ask(new Request.RestoreGuest("web", true, "because"));
        tell("h1", original);
        world.host("h1").set(web, GuestState.SHUT_OFF);
        world.run(30_000).settle();

        Response.Refused refused = world.refused(apply(planned.plan().id()));
        world.settle();

        assertThat(refused.why()).contains("as it was accepted");
        assertThat(world.host("h1").stateOf(web)).contains(GuestState.SHUT_OFF);
    }

    @Test
    void turnsAutostartOffAgainWithoutTouchingTheText() {
        tell("h1", SampleDefinitions.with(original, true, List.of()));

        world.accepted(restore("web"));
        world.settle();

        assertThat(world.guest("web").outside()).extracting(OutsideChange::what).containsExactly(What.AUTOSTART_ON);
        assertThat(world.host("h1").redefined())
                .contains(new AgentCommand.RedefineGuest(web, "web", "", false, Optional.empty()));
    }

    @Test
    void tellsSnapshotsAndAsksForNoDecision() {
        tell("h1", SampleDefinitions.with(original, false, List.of("before-upgrade")));

        assertThat(world.guest("web").outside()).singleElement().satisfies(change -> {
            assertThat(change.what()).isEqualTo(What.SNAPSHOT_TAKEN);
            assertThat(change.detail()).isEqualTo("before-upgrade");
            assertThat(change.settled()).isTrue();
        });
    }

    @Test
    void definesAGuestAgainThatSomebodyRemoved() {
        world.accepted(stop("web"));
        world.settle();
        world.agent("h1").removedByHand(web);
        world.run(100);

        world.accepted(restore("web"));
        world.settle();

        assertThat(world.host("h1").stateOf(web)).contains(GuestState.SHUT_OFF);
        assertThat(world.host("h1").redefined().orElseThrow().text()).isEqualTo(original.text());
        assertThat(world.guest("web").hasUnsettledChanges()).isFalse();
    }

    @Test
    void marksTheControllersOwnGuestAgainThatSomebodyRemoved() {
        world.ask(new Request.MarkGuest("web", true, false, ""));
        world.settle();
        world.host("h1").set(web, GuestState.SHUT_OFF);
        world.agent("h1").removedByHand(web);
        world.run(100).settle();
        OwnStart meanwhile = world.host("h1").ownStart(web);

        world.accepted(new Request.RestoreGuest("web", false, "because"));
        world.settle();

        assertThat(meanwhile).isEqualTo(OwnStart.ASKED);
        assertThat(world.host("h1").ownStart(web)).isEqualTo(OwnStart.LOCKED);
    }

    @Test
    void takesANewNameThatIsFree() {
        world.accepted(stop("web"));
        world.settle();
        rename("shop");

        assertThat(world.ask(accept("web"))).isInstanceOf(Response.GuestChanged.class);

        assertThat(world.guest("shop").id()).isEqualTo(web);
        assertThat(world.guest("shop").hasUnsettledChanges()).isFalse();
    }

    @Test
    void refusesANewNameThatAnotherDomainHas() {
        world.accepted(stop("web"));
        world.settle();
        world.host("h2").addUnmanaged("shop", GuestState.RUNNING);
        world.agent("h2").changedByHand(FakeHost.idOf("shop"), GuestState.RUNNING);
        rename("shop");

        assertThat(world.ask(accept("web")))
                .isInstanceOfSatisfying(
                        Response.Refused.class,
                        refused -> assertThat(refused.why()).contains("host h2"));
    }

    @Test
    void renamesBackOnlyAGuestThatIsOff() {
        rename("shop");

        assertThat(world.ask(restore("web")))
                .isInstanceOfSatisfying(
                        Response.Refused.class,
                        refused -> assertThat(refused.next()).contains("renames only a domain that is off"));
        world.accepted(stop("web"));
        world.settle();
        world.accepted(restore("web"));
        world.settle();

        assertThat(world.host("h1").observed()).extracting(ObservedGuest::name).containsExactly("web");
    }

    private void rename(String name) {
        world.host("h1").rename(web, name);
        world.agent("h1").changedByHand(web, world.host("h1").stateOf(web).orElseThrow());
        world.run(100);
    }

    private void tell(String host, DomainDefinition definition) {
        world.agent(host).say(new LinkMessage.GuestDefined(web, definition));
        world.run(100);
    }
}
