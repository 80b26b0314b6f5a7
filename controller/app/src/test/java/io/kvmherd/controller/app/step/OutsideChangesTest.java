package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.accept;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.restore;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.start;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.OutsideChange.What;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.testing.World;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What others do to guests with tools of their own. */
final class OutsideChangesTest {
    private final World world = World.of(2).guest(spec("web"), "h1");
    private final GuestId web = world.guest("web").id();

    @Nested
    final class Noticing {
        @Test
        void remembersAndTellsThatSomebodyShutAGuestDown() {
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.run(100);

            assertThat(world.guest("web").outside()).singleElement().satisfies(change -> {
                assertThat(change.what()).isEqualTo(What.SHUT_DOWN);
                assertThat(change.host()).isEqualTo(new HostId("h1"));
                assertThat(change.settled()).isFalse();
            });
            assertThat(world.events(EventRecord.What.GUEST_CHANGED_OUTSIDE))
                    .singleElement()
                    .satisfies(event -> assertThat(event.details()).containsEntry("what", "SHUT_DOWN"));
        }

        @Test
        void keepsTheWishAndDoesNothingByItself() {
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.run(600_000);

            assertThat(world.guest("web").wish()).isEqualTo(Wish.RUNNING);
            assertThat(world.host("h1").stateOf(web)).contains(GuestState.SHUT_OFF);
            assertThat(world.openOperations()).isEmpty();
        }

        @Test
        void saysNothingOfWhatItsOwnOperationsDo() {
            world.accepted(stop("web"));
            world.settle();
            world.accepted(start("web"));
            world.settle();
            world.accepted(migrate("web", "h2"));
            world.settle();
            world.agent("h2").changedByHand(web, GuestState.RUNNING);
            world.run(100);

            assertThat(changes()).isEmpty();
        }

        @Test
        void saysNothingOfALookIntoTheMiddleOfACommand() {
            ObservedGuest half = world.host("h1").observed().getFirst();
            world.accepted(stop("web"));
            world.settle();

            world.agent("h1").say(new LinkMessage.GuestChanged(half, true));
            world.run(100);

            assertThat(changes()).isEmpty();
        }

        @Test
        void noticesThatAGuestIsOffAgainOfWhoseStartNoEventTold() {
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.run(100);
            world.accepted(start("web"));
            world.settle();

            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.run(100);

            assertThat(changes()).containsExactly(What.SHUT_DOWN, What.SHUT_DOWN);
        }

        @Test
        void waitsUntilAPassingStateHasPassed() {
            world.agent("h1").changedByHand(web, GuestState.SHUTTING_DOWN);
            world.run(100);
            boolean quiet = changes().isEmpty();
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.run(100);

            assertThat(quiet).isTrue();
            assertThat(changes()).containsExactly(What.SHUT_DOWN);
        }

        @Test
        void noticesWhatWasDoneWhileNoControllerLooked() {
            world.stopServing();
            world.host("h1").set(web, GuestState.CRASHED);
            world.serveAgain().run(5_000);

            assertThat(changes()).containsExactly(What.CRASHED);
        }

        @Test
        void tellsAGuestWhoseMemoryWasSavedFromOneThatWasShutDown() {
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF_SAVED);
            world.run(100);

            assertThat(changes()).containsExactly(What.SAVED);
        }

        @Test
        void tellsAHostThatWasStartedAnewFromAPersonWhoShutAGuestDown() {
            world.agent("h1").reboot();
            world.run(5_000);

            assertThat(changes()).containsExactly(What.LOST_WITH_HOST);
        }

        @Test
        void noticesThatADefinitionIsGoneAndIsThereAgain() {
            world.accepted(stop("web"));
            world.settle();
            ObservedGuest off = world.host("h1").observed().getFirst();
            world.agent("h1").removedByHand(web);
            world.run(100);
            world.agent("h1").say(new LinkMessage.GuestChanged(off, false));
            world.run(100);

            assertThat(changes()).containsExactly(What.UNDEFINED, What.DEFINED);
        }

        @Test
        void namesBothNamesOfAGuestThatWasRenamed() {
            ObservedGuest seen = world.host("h1").observed().getFirst();
            world.agent("h1").say(new LinkMessage.GuestChanged(renamed(seen, "shop"), false));
            world.run(100);

            assertThat(world.guest("web").outside())
                    .extracting(OutsideChange::what, OutsideChange::detail)
                    .containsExactly(tuple(What.RENAMED, "web -> shop"));
            assertThat(world.refused(restore("web")).what()).contains("web");
        }

        @Test
        void saysHowAPausedGuestGoesOnToWhoeverWantsToStartIt() {
            world.agent("h1").changedByHand(web, GuestState.PAUSED);
            world.run(100);
            Response.Refused paused = world.refused(start("web"));

            world.agent("h1").changedByHand(web, GuestState.SUSPENDED);
            world.run(100);
            Response.Refused asleep = world.refused(start("web"));

            assertThat(paused.why()).contains("PAUSED");
            assertThat(paused.next()).contains("virsh resume web (on host h1)");
            assertThat(asleep.next()).contains("virsh dompmwakeup web (on host h1)");
            assertThat(world.refused(restore("web")).next()).contains("virsh dompmwakeup web");
        }

        @Test
        void keepsOnlyTheNewestChanges() {
            for (int round = 0; round < Limits.OUTSIDE_CHANGES; round++) {
                world.agent("h1").changedByHand(web, GuestState.PAUSED);
                world.run(100);
                world.agent("h1").changedByHand(web, GuestState.RUNNING);
                world.run(100);
            }

            assertThat(world.guest("web").outside()).hasSize(Limits.OUTSIDE_CHANGES);
            assertThat(changes()).endsWith(What.PAUSED, What.RESUMED);
        }
    }

    @Nested
    final class Settling {
        @Test
        void isDoneWhenSomebodyBringsTheGuestBackByHand() {
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.run(100);
            world.agent("h1").changedByHand(web, GuestState.RUNNING);
            world.run(100);

            assertThat(changes()).containsExactly(What.SHUT_DOWN, What.STARTED);
            assertThat(world.guest("web").hasUnsettledChanges()).isFalse();
        }

        @Test
        void acceptsWhatIsAsTheWish() {
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.run(100);

            Response answer = world.ask(accept("web"));

            assertThat(answer).isEqualTo(new Response.GuestChanged(web));
            assertThat(world.guest("web").wish()).isEqualTo(Wish.STOPPED);
            assertThat(world.guest("web").hasUnsettledChanges()).isFalse();
            assertThat(world.openOperations()).isEmpty();
        }

        @Test
        void acceptsAGuestThatSomebodyStarted() {
            world.accepted(stop("web"));
            world.settle();
            world.agent("h1").changedByHand(web, GuestState.RUNNING);
            world.run(100);
            boolean marked = world.guest("web").hasUnsettledChanges();

            world.ask(accept("web"));

            assertThat(marked).isTrue();
            assertThat(world.guest("web").wish()).isEqualTo(Wish.RUNNING);
        }

        @Test
        void restoresAGuestThatSomebodyShutDown() {
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.run(100);

            world.accepted(restore("web"));
            world.settle();

            assertThat(world.runsOn("web")).containsExactly("h1");
            assertThat(world.guest("web").hasUnsettledChanges()).isFalse();
        }

        @Test
        void restoresAGuestThatSomebodyStarted() {
            world.accepted(stop("web"));
            world.settle();
            world.agent("h1").changedByHand(web, GuestState.RUNNING);
            world.run(100);

            world.accepted(restore("web"));
            world.settle();

            assertThat(world.host("h1").stateOf(web)).contains(GuestState.SHUT_OFF);
            assertThat(world.guest("web").hasUnsettledChanges()).isFalse();
        }

        @Test
        void refusesToRestoreWhatIsAsWished() {
            assertThat(world.refused(restore("web")).why()).contains("as it is wished");
        }

        @Test
        void refusesBothForAGuestWhoseDefinitionIsGone() {
            world.agent("h1").changedByHand(web, GuestState.SHUT_OFF);
            world.agent("h1").removedByHand(web);
            world.run(100);

            assertThat(world.refused(accept("web")).next()).contains("guest delete web");
            assertThat(world.refused(restore("web")).code()).isEqualTo(ErrorCode.CONFLICT);
        }

        @Test
        void refusesBothWhileTheHostIsSilent() {
            world.agent("h1").leave();
            world.run(100);

            assertThat(world.refused(accept("web")).code()).isEqualTo(ErrorCode.UNREACHABLE);
            assertThat(world.refused(restore("web")).code()).isEqualTo(ErrorCode.UNREACHABLE);
        }
    }

    private List<What> changes() {
        return world.guest("web").outside().stream().map(OutsideChange::what).toList();
    }

    private static ObservedGuest renamed(ObservedGuest seen, String name) {
        return new ObservedGuest(
                seen.id(),
                name,
                seen.placement(),
                seen.state(),
                seen.job(),
                seen.vcpus(),
                seen.memoryMib(),
                seen.residentMib(),
                seen.cpuTimeMs());
    }
}
