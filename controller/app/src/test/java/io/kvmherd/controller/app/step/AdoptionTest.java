package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.delete;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.evacuation;
import static io.kvmherd.controller.app.testing.Asking.hostMode;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.migration;
import static io.kvmherd.controller.app.testing.Asking.restore;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.AdoptionOutcome;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.AdoptionWish;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.testing.FakeHost;
import io.kvmherd.controller.app.testing.SampleDefinitions;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class AdoptionTest {
    private static final GuestId WEB = FakeHost.idOf("Web_1");

    @Nested
    final class Adopting {
        @Test
        void putsOurMarkOnARunningGuestAndNothingElse() {
            World world = withForeign("h1", "Web_1");

            Response.Adoptions adoptions = adopt(world, named("Web_1"));

            GuestRecord web = world.guest("Web_1");
            assertThat(web.wish()).isEqualTo(Wish.RUNNING);
            assertThat(web.host()).contains(new HostId("h1"));
            assertThat(web.adoption().orElseThrow().taken()).isTrue();
            assertThat(world.host("h1").isMarked(WEB)).isTrue();
            assertThat(world.runsOn("Web_1")).containsExactly("h1");
            assertThat(world.events(EventRecord.What.GUEST_ADOPTED)).hasSize(1);
            assertThat(only(adoptions).destinations())
                    .extracting(HostVerdict::verdict)
                    .containsOnly(Verdict.YES);
        }

        @Test
        void takesAllGuestsOfAllHostsInOneRequest() {
            World world = withForeign("h1", "a", "b");
            foreign(world, "h2", "c");

            Response.Adoptions adoptions = adopt(world, all(false));

            assertThat(adoptions.outcomes()).extracting(AdoptionOutcome::name).containsExactly("a", "b", "c");
            assertThat(world.state().guests()).hasSize(3);
            assertThat(world.state().operations().values())
                    .allMatch(entry -> entry.record().state() == OperationState.SUCCEEDED);
        }

        @Test
        void onlyLooksWhenThatIsWanted() {
            World world = withForeign("h1", "Web_1");

            Response.Adoptions adoptions = adopt(world, all(true));

            assertThat(only(adoptions).operation()).isEmpty();
            assertThat(world.state().guests()).isEmpty();
            assertThat(world.host("h1").isMarked(WEB)).isFalse();
        }

        @Test
        void takesNobodyOnAHostThatIsOnlyObserved() {
            World world = withForeign("h1", "Web_1");
            world.ask(hostMode("h1", ManagementMode.OBSERVE));

            Response.Adoptions adoptions = adopt(world, named("Web_1"));

            assertThat(only(adoptions).refusals()).extracting(Reason::code).containsExactly(ReasonCode.OBSERVE_ONLY);
            assertThat(world.host("h1").isMarked(WEB)).isFalse();
            assertThat(only(adopt(world, all(true))).refusals()).isEmpty();
        }

        @Test
        void saysWhatIsInTheWayAndHoldsItAgainstAMove() {
            World world = withForeign("h1", "snapped");

            adopt(world, named("snapped"));

            Response.Refused refused = world.refused(migrate("snapped", "h2"));
            assertThat(refused.verdicts().getFirst().reasons())
                    .extracting(Reason::code)
                    .contains(ReasonCode.SNAPSHOTS_KEPT);
            assertThat(world.guest("snapped").adoption().orElseThrow().hindrances())
                    .allMatch(Hindrance::blocks);
        }

        @Test
        void movesWhatNothingHolds() {
            World world = withForeign("h1", "Web_1");
            adopt(world, named("Web_1"));

            world.accepted(migrate("Web_1", "h2"));
            world.settle();

            assertThat(world.runsOn("Web_1")).containsExactly("h2");
            assertThat(world.guest("Web_1").placement().value()).isEqualTo(2);
        }

        @Test
        void leavesAGuestWithItsOwnDiskWhereItIs() {
            World world = withForeign("h1", "local-1");

            Response.Adoptions adoptions = adopt(world, named("local-1"));

            assertThat(only(adoptions).destinations())
                    .allSatisfy(said ->
                            assertThat(said.reasons()).extracting(Reason::code).contains(ReasonCode.POOL_NOT_SHARED));
        }

        @Test
        void carriesOnWithTheOthersWhenOneCannotBeAdopted() {
            World world = withForeign("h1", "a", "odd");

            Response.Adoptions adoptions = adopt(world, all(false));

            assertThat(adoptions.outcomes())
                    .filteredOn(outcome -> outcome.operation().isEmpty())
                    .extracting(AdoptionOutcome::name)
                    .containsExactly("odd");
            assertThat(world.state().guests()).hasSize(1);
        }

        @Test
        void looksAtAnAdoptedGuestAnew() {
            World world = withForeign("h1", "Web_1");
            adopt(world, named("Web_1"));

            Response.Adoptions again = adopt(world, named("Web_1"));

            assertThat(only(again).already()).isTrue();
            assertThat(world.state().guests()).hasSize(1);
            assertThat(world.guest("Web_1").placement().value()).isEqualTo(1);
            assertThat(world.events(EventRecord.What.GUEST_ADOPTED)).hasSize(1);
        }

        @Test
        void keepsWhatWasSetForTheGuestWhenItIsLookedAtAnew() {
            World world = withForeign("h1", "Web_1");
            adopt(world, named("Web_1"));
            world.ask(migration("Web_1", "must-finish"));

            adopt(world, named("Web_1"));

            assertThat(world.guest("Web_1").spec().migration()).contains(MigrationPolicy.MUST_FINISH);
        }

        @Test
        void recordsWhatBecomesOfItsAutostart() {
            World world = withForeign("h1", "auto-1");

            adopt(world, named("auto-1"));

            assertThat(world.host("h1").startsWithHost(FakeHost.idOf("auto-1"))).contains(StartsWithHost.ASKED);
        }

        @Test
        void tellsItAgainWhenTheGuestIsDefinedAnew() {
            World world = withForeign("h1", "alone-1");
            GuestId alone = FakeHost.idOf("alone-1");
            adopt(world, named("alone-1"));
            world.agent("h1")
                    .say(new LinkMessage.GuestDefined(
                            alone, SampleDefinitions.of(world.guest("alone-1").spec())));
            world.accepted(stop("alone-1"));
            world.settle();
            world.agent("h1").removedByHand(alone);
            world.run(100);

            world.accepted(restore("alone-1"));
            world.settle();

            assertThat(world.host("h1").redefined().orElseThrow().startsWithHost())
                    .contains(StartsWithHost.ALONE);
        }
    }

    @Nested
    final class Refusing {
        @Test
        void aNameThatAManagedGuestHas() {
            World world = World.of(2).guest(spec("web"), "h2");
            foreign(world, "h1", "web");

            Response.Adoptions adoptions =
                    adopt(world, new AdoptionWish(Optional.of(new HostId("h1")), "web", false, false, ""));

            assertThat(only(adoptions).refusals())
                    .extracting(Reason::code)
                    .containsExactly(ReasonCode.GUEST_KNOWN_ELSEWHERE);
        }

        @Test
        void aDomainThatTwoHostsHave() {
            World world = withForeign("h1", "web");
            foreign(world, "h2", "web");

            Response.Adoptions adoptions = adopt(world, all(false));

            assertThat(adoptions.outcomes())
                    .hasSize(2)
                    .allSatisfy(outcome -> assertThat(outcome.refusals()).isNotEmpty());
            assertThat(world.refused(new Request.AdoptGuests(named("web"))).code())
                    .isEqualTo(ErrorCode.CONFLICT);
        }

        @Test
        void whomNobodyHas() {
            World world = withForeign("h1", "web");

            assertThat(world.refused(new Request.AdoptGuests(named("nobody"))).code())
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }

        @Test
        void namesTheHostsThatAreSilent() {
            World world = withForeign("h1", "web");
            world.agent("h2").leave();
            world.run(100);

            Response.Adoptions adoptions = adopt(world, all(false));

            assertThat(adoptions.silent()).containsOnlyKeys(new HostId("h2"));
            assertThat(adoptions.outcomes()).hasSize(1);
        }

        @Test
        void doesNotWaitForAnAgentForEver() {
            World world = withForeign("h1", "web");
            world.agent("h1").mute();

            Response.Adoptions adoptions = adopt(world, all(false));

            assertThat(adoptions.silent()).containsOnlyKeys(new HostId("h1"));
            assertThat(world.state().surveys()).isEmpty();
        }

        @Test
        void forgetsAGuestWhoseAgentDidNotTakeIt() {
            World world = withForeign("h1", "web");
            world.agent("h1")
                    .answerNext(
                            AgentCommand.AdoptGuest.class,
                            new CommandResult.NotAdmitted(Refusal.PRECONDITION, "it is transient"));

            Response.Adoptions adoptions = adopt(world, all(false));

            OperationId operation = only(adoptions).operation().orElseThrow();
            assertThat(world.operation(operation).state()).isEqualTo(OperationState.FAILED);
            assertThat(world.state().guests()).isEmpty();
        }
    }

    @Nested
    final class InDoubt {
        @Test
        void keepsAGuestWhoseAgentFellSilentAndTakesItWhenItCarriesTheMark() {
            World world = fallenSilent("Web_1");
            assertThat(world.guest("Web_1").adoption().orElseThrow().taken()).isFalse();
            world.host("h1").mark(WEB, 1);

            world.agent("h1").comeBack();
            world.run(5_000).settle();

            assertThat(world.guest("Web_1").adoption().orElseThrow().taken()).isTrue();
            assertThat(world.events(EventRecord.What.GUEST_ADOPTED)).hasSize(1);
        }

        @Test
        void letsItGoWhenItsHostComesBackWithoutTheMark() {
            World world = fallenSilent("Web_1");

            world.agent("h1").comeBack();
            world.run(5_000).settle();

            assertThat(world.state().guests()).isEmpty();
            assertThat(world.runsOn("Web_1")).containsExactly("h1");
        }

        @Test
        void letsItGoWhenItsHostNoLongerHasIt() {
            World world = fallenSilent("Web_1");
            world.host("h1").remove(WEB);

            world.agent("h1").comeBack();
            world.run(5_000).settle();

            assertThat(world.state().guests()).isEmpty();
        }

        @Test
        void believesTheMarkWheneverItsHostTellsOfIt() {
            World world = fallenSilent("Web_1");
            world.host("h1").mark(WEB, 1);
            world.agent("h1").comeBack();
            world.run(5_000).settle();

            world.accepted(stop("Web_1"));
            world.settle();

            assertThat(world.runsOn("Web_1")).isEmpty();
        }

        /** The agent began, could not tell what it did, and was not heard of again. */
        private static World fallenSilent(String name) {
            World world = withForeign("h1", name);
            world.agent("h1")
                    .answerAlways(
                            AgentCommand.AdoptGuest.class,
                            new CommandResult.Failed(ErrorCode.UNREACHABLE, "nobody knows whether it is marked"));
            world.askAndWait(new Request.AdoptGuests(named(name)));
            world.run(2_000);
            world.agent("h1").leave();
            world.run(AppLimits.COMMAND_DEADLINE_MS + 60_000).settle();
            assertThat(world.state().operations().values())
                    .allMatch(entry -> entry.record().state() == OperationState.FAILED);
            return world;
        }
    }

    @Nested
    final class Deleting {
        @Test
        void isRefusedBecauseTheDefinitionIsTheOnlyOne() {
            World world = adoptedAndOff();

            Response.Refused refused = world.refused(delete("Web_1"));

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.next()).contains("kvmherd guest release Web_1").contains("--definition");
            assertThat(world.refused(new Request.DeleteGuest("Web_1", false, true, ""))
                            .code())
                    .isEqualTo(ErrorCode.CONFLICT);
        }

        @Test
        void isDoneWhenThatIsAskedFor() {
            World world = adoptedAndOff();

            world.accepted(new Request.DeleteGuest("Web_1", true, false, ""));
            world.settle();

            assertThat(world.state().guests()).isEmpty();
            assertThat(world.host("h1").stateOf(WEB)).isEmpty();
        }

        @Test
        void isDoneByAPlanThatWasMadeForIt() {
            World world = adoptedAndOff();
            Response planned = world.ask(new Request.DeleteGuest("Web_1", true, true, ""));
            assertThat(planned).isInstanceOf(Response.Planned.class);

            world.accepted(apply(((Response.Planned) planned).plan().id()));
            world.settle();

            assertThat(world.host("h1").stateOf(WEB)).isEmpty();
        }

        @Test
        void isNotDoneByAPlanFromBeforeTheAdoption() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.accepted(stop("web"));
            world.settle();
            Response planned = world.ask(new Request.DeleteGuest("web", false, true, ""));
            world.accepted(new Request.ReleaseGuest("web", false, ""));
            world.settle();
            adopt(world, named("web"));

            Response.Refused refused =
                    world.refused(apply(((Response.Planned) planned).plan().id()));

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(world.host("h1").stateOf(world.guest("web").id())).isPresent();
        }

        private static World adoptedAndOff() {
            World world = withForeign("h1", "Web_1");
            adopt(world, named("Web_1"));
            world.accepted(stop("Web_1"));
            world.settle();
            return world;
        }
    }

    @Nested
    final class Releasing {
        @Test
        void leavesTheGuestAsItIs() {
            World world = withForeign("h1", "Web_1");
            adopt(world, named("Web_1"));

            world.accepted(new Request.ReleaseGuest("Web_1", false, ""));
            world.settle();

            assertThat(world.state().guests()).isEmpty();
            assertThat(world.host("h1").isMarked(WEB)).isFalse();
            assertThat(world.runsOn("Web_1")).containsExactly("h1");
            assertThat(world.events(EventRecord.What.GUEST_RELEASED)).hasSize(1);
        }

        @Test
        void isPossibleForAGuestThatKvmherdDefined() {
            World world = World.of(2).guest(spec("web"), "h1");

            world.accepted(new Request.ReleaseGuest("web", false, ""));
            world.settle();

            assertThat(world.state().guests()).isEmpty();
            assertThat(world.runsOn("web")).containsExactly("h1");
        }

        @Test
        void waitsForAHostThatIsThere() {
            World world = withForeign("h1", "Web_1");
            adopt(world, named("Web_1"));
            world.agent("h1").leave();
            world.run(100);

            assertThat(world.refused(new Request.ReleaseGuest("Web_1", false, ""))
                            .code())
                    .isEqualTo(ErrorCode.UNREACHABLE);
        }
    }

    @Nested
    final class TheControllersOwnGuest {
        @Test
        void isNotStoppedOrDeleted() {
            World world = marked();

            for (Request request : List.of(shutDown("web"), stop("web"), delete("web"))) {
                assertThat(world.refused(request).why()).contains("controller");
            }
        }

        @Test
        void staysWhenItsHostIsEmptiedAndSaysSo() {
            World world = marked();

            OperationId evacuation = world.accepted(evacuate("h1"));
            world.settle();

            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.operation(evacuation).state()).isNotEqualTo(OperationState.SUCCEEDED);
            assertThat(world.operation(evacuation).reasons())
                    .extracting(Reason::code)
                    .contains(ReasonCode.CARRIES_CONTROLLER);
        }

        @Test
        void movesWhenItIsMovedByItself() {
            World world = marked();

            world.accepted(migrate("web", "h2"));
            world.settle();

            assertThat(world.runsOn("web")).containsExactly("h2");
        }

        @Test
        void isStartedByItsOwnAgentFromThenOn() {
            World world = marked();

            assertThat(world.guest("web").ownStart()).contains(OwnStart.LOCKED);
            assertThat(world.host("h1").ownStart(idOf(world))).isEqualTo(OwnStart.LOCKED);
        }

        @Test
        void isMarkedAlsoWhenItsHostRefusesToStartItByItself() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.host("h1").refuseOwnGuests();

            world.ask(new Request.MarkGuest("web", true, false, ""));
            world.settle();

            assertThat(world.guest("web").carriesController()).isTrue();
            assertThat(world.guest("web").ownStart()).isEmpty();
            world.ask(new Request.MarkGuest("web", true, true, ""));
            world.settle();
            assertThat(world.host("h1").ownStart(idOf(world))).isEqualTo(OwnStart.UNLOCKED);
        }

        @Test
        void isNotStartedWithoutALockAnyMoreByAHostThatRefusesToStartItUnderOne() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.host("h1").refuseOwnGuests();
            world.ask(new Request.MarkGuest("web", true, true, ""));
            world.settle();

            world.ask(new Request.MarkGuest("web", true, false, ""));
            world.settle();

            assertThat(world.host("h1").ownStart(idOf(world))).isEqualTo(OwnStart.ASKED);
            assertThat(world.guest("web").ownStart()).isEmpty();
        }

        @Test
        void isNotCalledDifferentFromWhatItsHostWasToldWhileThatCannotHear() {
            World world = marked();
            world.agent("h1").die();
            world.settle();

            assertThat(world.refused(new Request.MarkGuest("web", true, true, ""))
                            .code())
                    .isEqualTo(ErrorCode.UNREACHABLE);
            assertThat(world.guest("web").ownStart()).contains(OwnStart.LOCKED);
        }

        @Test
        void isMarkedOnPaperWhileItsHostCannotBeTold() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.agent("h1").die();
            world.settle();

            world.ask(new Request.MarkGuest("web", true, false, ""));

            assertThat(world.guest("web").carriesController()).isTrue();
            assertThat(world.guest("web").ownStart()).isEmpty();
        }

        @Test
        void losesTheMarkOnlyWhereItsHostHearsOfIt() {
            World world = marked();
            world.agent("h1").die();
            world.settle();

            assertThat(world.refused(new Request.MarkGuest("web", false, false, ""))
                            .code())
                    .isEqualTo(ErrorCode.UNREACHABLE);
            world.agent("h1").revive();
            world.run(5_000).settle();
            world.ask(new Request.MarkGuest("web", false, false, ""));
            world.settle();

            assertThat(world.guest("web").carriesController()).isFalse();
            assertThat(world.host("h1").ownStart(idOf(world))).isEqualTo(OwnStart.ASKED);
        }

        @Test
        void keepsWhatItsHostMayStillDoWhileNobodyKnowsWhetherItHeardThatNoControllerRunsInIt() {
            World world = marked();
            world.agent("h1").mute();
            world.ask(new Request.MarkGuest("web", false, false, ""));
            world.run(600_000).settle();
            world.agent("h1").speak();
            Optional<OwnStart> kept = world.guest("web").ownStart();
            world.agent("h1").die();
            world.settle();

            assertThat(kept).contains(OwnStart.LOCKED);
            assertThat(world.refused(new Request.MarkGuest("web", false, false, ""))
                            .code())
                    .isEqualTo(ErrorCode.UNREACHABLE);
            world.agent("h1").revive();
            world.run(5_000).settle();
            world.ask(new Request.MarkGuest("web", false, false, ""));
            world.settle();
            assertThat(world.host("h1").ownStart(idOf(world))).isEqualTo(OwnStart.ASKED);
            assertThat(world.guest("web").ownStart()).isEmpty();
        }

        @Test
        void isToldToItsHostAgainAfterADoubt() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.agent("h1").mute();
            world.ask(new Request.MarkGuest("web", true, false, ""));
            world.run(600_000).settle();
            world.agent("h1").speak();
            int before = world.agent("h1").taken().size();

            Optional<OwnStart> kept = world.guest("web").ownStart();
            world.ask(new Request.MarkGuest("web", true, false, ""));
            world.settle();

            assertThat(kept).contains(OwnStart.LOCKED);
            assertThat(world.agent("h1").taken().size()).isGreaterThan(before);
            assertThat(world.guest("web").ownStart()).contains(OwnStart.LOCKED);
        }

        @Test
        void isStillStartedUnderItsLockWhenAnotherWordFails() {
            World world = marked();
            world.agent("h1").answerNext(AgentCommand.AdoptGuest.class, failed());

            world.ask(new Request.MarkGuest("web", true, true, ""));
            world.settle();

            assertThat(world.host("h1").ownStart(idOf(world))).isEqualTo(OwnStart.LOCKED);
            assertThat(world.guest("web").ownStart()).contains(OwnStart.LOCKED);
        }

        @Test
        void isCalledStartedWithoutALockAsLongAsItsDefinitionMaySaySo() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.ask(new Request.MarkGuest("web", true, true, ""));
            world.settle();
            world.agent("h1").answerNext(AgentCommand.AdoptGuest.class, failed());

            world.ask(new Request.MarkGuest("web", true, false, ""));
            world.settle();

            assertThat(world.host("h1").ownStart(idOf(world))).isEqualTo(OwnStart.UNLOCKED);
            assertThat(world.guest("web").ownStart()).contains(OwnStart.UNLOCKED);
        }

        @Test
        void keepsItsMarkWhenItsAdoptionFailsThatIsRepeated() {
            World world = withForeign("h1", "auto-1");
            adopt(world, all(false));
            world.ask(new Request.MarkGuest("auto-1", true, false, ""));
            world.settle();
            world.agent("h1").answerNext(AgentCommand.AdoptGuest.class, failed());

            adopt(world, all(false));

            assertThat(world.guest("auto-1").ownStart()).contains(OwnStart.LOCKED);
        }

        @Test
        void startsWithItsHostWhenAnotherControllerIsThereThoughKvmherdDefinedIt() {
            World world = marked();

            world.agent("h1").reboot();
            world.run(5_000).settle();

            assertThat(world.runsOn("web")).containsExactly("h1");
        }

        private static CommandResult failed() {
            return new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "libvirt: no");
        }

        private static GuestId idOf(World world) {
            return world.guest("web").id();
        }

        private static World marked() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.ask(new Request.MarkGuest("web", true, false, ""));
            world.settle();
            return world;
        }
    }

    @Nested
    final class AfterAPowerCut {
        @Test
        void confirmsTheStartOfAGuestThatStartsWithItsHost() {
            World world = withForeign("h1", "auto-1", "plain");
            adopt(world, all(false));

            world.agent("h1").reboot();
            world.run(5_000).settle();

            assertThat(world.runsOn("auto-1")).containsExactly("h1");
            assertThat(world.runsOn("plain")).isEmpty();
        }

        @Test
        void startsWhomTheAgentLeftOffThoughItIsWantedToRun() {
            World world = withForeign("h1", "alone-1");
            adopt(world, all(false));

            world.agent("h1").reboot();
            world.run(5_000).settle();

            assertThat(world.runsOn("alone-1")).containsExactly("h1");
        }

        @Test
        void startsNobodyWhomSomebodyStopped() {
            World world = withForeign("h1", "auto-1", "alone-1");
            adopt(world, all(false));
            world.accepted(stop("auto-1"));
            world.accepted(stop("alone-1"));
            world.settle();

            world.agent("h1").reboot();
            world.run(5_000).settle();

            assertThat(world.runsOn("auto-1")).isEmpty();
            assertThat(world.runsOn("alone-1")).isEmpty();
        }

        @Test
        void startsNobodyWhomAnEvacuationShutDownUntilTheHostIsBack() {
            World world = withForeign("h1", "auto-1", "plain");
            adopt(world, all(false));
            world.ask(evacuation("auto-1", EvacuationPolicy.SHUTDOWN_RETURN));
            world.ask(evacuation("plain", EvacuationPolicy.STAY));
            world.accepted(evacuate("h1"));
            world.settle();

            world.agent("h1").reboot();
            world.run(5_000).settle();

            assertThat(world.guest("auto-1").wish()).isEqualTo(Wish.RUNNING);
            assertThat(world.runsOn("auto-1")).isEmpty();
        }

        @Test
        void startsNobodyWhomSomebodyMovedAway() {
            World world = withForeign("h1", "auto-1");
            adopt(world, all(false));
            world.agent("h1").changedByHand(FakeHost.idOf("auto-1"), GuestState.SHUT_OFF_MIGRATED);
            world.run(100).settle();

            world.agent("h1").reboot();
            world.host("h1").set(FakeHost.idOf("auto-1"), GuestState.SHUT_OFF);
            world.run(5_000).settle();

            assertThat(world.guest("auto-1").isSaidToHaveMoved()).isTrue();
            assertThat(world.runsOn("auto-1")).isEmpty();
        }

        @Test
        void startsNobodyWhenOnlyTheAgentWasStartedAnew() {
            World world = withForeign("h1", "auto-1");
            adopt(world, all(false));
            world.host("h1").set(FakeHost.idOf("auto-1"), GuestState.SHUT_OFF);

            world.agent("h1").die();
            world.agent("h1").revive();
            world.run(5_000).settle();

            assertThat(world.runsOn("auto-1")).isEmpty();
        }
    }

    private static World withForeign(String host, String... names) {
        World world = World.of(2);
        foreign(world, host, names);
        return world;
    }

    private static void foreign(World world, String host, String... names) {
        for (String name : names) {
            world.host(host).addUnmanaged(name, GuestState.RUNNING);
        }
        world.agent(host).cut();
        world.run(2_000);
    }

    private static AdoptionWish named(String guest) {
        return new AdoptionWish(Optional.empty(), guest, false, false, "");
    }

    private static AdoptionWish all(boolean dryRun) {
        return new AdoptionWish(Optional.empty(), "", false, dryRun, "");
    }

    private static Response.Adoptions adopt(World world, AdoptionWish wish) {
        UUID request = world.askAndWait(new Request.AdoptGuests(wish));
        world.run(15_000).settle();
        Response response = world.answerTo(request).orElseThrow();
        assertThat(response).isInstanceOf(Response.Adoptions.class);
        return (Response.Adoptions) response;
    }

    private static AdoptionOutcome only(Response.Adoptions adoptions) {
        assertThat(adoptions.outcomes()).hasSize(1);
        return adoptions.outcomes().getFirst();
    }
}
