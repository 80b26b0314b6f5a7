package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.cancel;
import static io.kvmherd.controller.app.testing.Asking.create;
import static io.kvmherd.controller.app.testing.Asking.delete;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.specOn;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.testing.FakeAgent;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Agents and controllers are lost at every phase of every operation: before a command arrives, while it is carried out,
 * and while its answer is under way.
 */
final class LossTest {
    /** From the entry of a phase: before arrival, before the effect, after the effect, with the answer under way, during a migration. */
    private static final List<Long> MOMENTS = List.of(0L, 5L, 30L, 80L, 115L, 2_500L, 5_060L);

    private static final List<Phase> OF_A_MIGRATION = List.of(
            Phase.PROVE_WRITE,
            Phase.PROVE_READ,
            Phase.DESCRIBE,
            Phase.CHECK,
            Phase.EXPECT,
            Phase.STAND_BY,
            Phase.SEND,
            Phase.INSPECT_SOURCE,
            Phase.INSPECT_DESTINATION,
            Phase.REMOVE_SOURCE_COPY,
            Phase.CLOSE_DESTINATION,
            Phase.RESUME_SOURCE,
            Phase.ADOPT,
            Phase.BURY,
            Phase.WITHDRAW);

    /** One way of losing something, and having it back. */
    private record Loss(String name, Consumer<World> strike, Consumer<World> heal) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Loss agentDies(String host) {
        return new Loss(
                "agent " + host + " dies",
                world -> world.agent(host).die(),
                world -> world.agent(host).revive());
    }

    private static Loss linkBreaks(String host) {
        return new Loss(
                "link of " + host + " breaks", world -> world.agent(host).cut(), world -> {});
    }

    private static Loss controllerRestarts() {
        return new Loss("controller restarts", World::restart, world -> {});
    }

    private static Loss controllerDiesBetweenWritingAndSending() {
        return new Loss("controller dies after a commit", World::dieAfterNextCommit, world -> {});
    }

    private static Loss controllerIsAway() {
        return new Loss("controller is away", World::stopServing, World::serveAgain);
    }

    private static List<Loss> losses() {
        return List.of(
                agentDies("h1"),
                agentDies("h2"),
                linkBreaks("h1"),
                linkBreaks("h2"),
                controllerRestarts(),
                controllerDiesBetweenWritingAndSending(),
                controllerIsAway());
    }

    @Nested
    final class OfAMigration {
        @Test
        void endsTrulyWhateverIsLostWhenever() {
            List<String> wrong = new ArrayList<>();

            for (MigrationEnd end : List.of(
                    MigrationEnd.SUCCEEDS, MigrationEnd.FAILS, MigrationEnd.CONFIRM_LOST, MigrationEnd.NOT_RESUMED)) {
                for (Loss loss : losses()) {
                    for (Phase phase : OF_A_MIGRATION) {
                        MOMENTS.forEach(moment -> wrong.addAll(sweep(end, loss, phase, moment)));
                    }
                }
            }

            assertThat(wrong).isEmpty();
        }

        @Test
        void survivesThePowerCutOfEitherHost() {
            List<String> wrong = new ArrayList<>();

            for (String host : List.of("h1", "h2")) {
                Loss powerCut =
                        new Loss("power of " + host, world -> world.agent(host).reboot(), world -> {});
                for (Phase phase : OF_A_MIGRATION) {
                    MOMENTS.forEach(moment -> wrong.addAll(sweep(MigrationEnd.SUCCEEDS, powerCut, phase, moment)));
                }
            }

            assertThat(wrong).isEmpty();
        }

        private List<String> sweep(MigrationEnd end, Loss loss, Phase phase, long moment) {
            String about = end + ", " + loss + " " + moment + " ms into " + phase;
            try {
                World world = World.of(2).guest(specOn("web", "shared"), "h1").migrationWillEnd("web", end);
                world.whenIn(phase, moment, () -> loss.strike().accept(world))
                        .whenIn(phase, moment + 7_000, () -> loss.heal().accept(world));
                OperationId operation = world.accepted(migrate("web", "h2"));
                world.run(15_000);
                world.settle();
                return isTrue(world, operation, loss.name().startsWith("power"))
                        ? List.of()
                        : List.of(about + ": " + world.operation(operation) + ", runs on " + world.runsOn("web"));
            } catch (AssertionError | RuntimeException e) {
                return List.of(about + ": " + e);
            }
        }

        /** The record says where the guest is, and it runs there and nowhere else, unless its host lost power. */
        private boolean isTrue(World world, OperationId operation, boolean powerLost) {
            GuestRecord guest = world.guest("web");
            String owner = guest.host().orElseThrow().value();
            boolean moved = owner.equals("h2");
            boolean succeeded = world.operation(operation).state() == OperationState.SUCCEEDED;
            boolean defined = world.host(owner).stateOf(guest.id()).isPresent();
            boolean nowhereElse =
                    world.host(moved ? "h1" : "h2").stateOf(guest.id()).isEmpty();
            boolean runs = world.runsOn("web").equals(List.of(owner));
            return moved == succeeded
                    && (guest.placement().value() == (moved ? 2 : 1))
                    && defined
                    && nowhereElse
                    && (runs || powerLost)
                    && world.store().reservations().isEmpty()
                    && !world.host("h2").expects(guest.id());
        }
    }

    @Nested
    final class OfTheOtherOperations {
        @Test
        void endsTrulyWhateverIsLostWhenever() {
            List<String> wrong = new ArrayList<>();

            for (OperationKind kind :
                    List.of(OperationKind.CREATE, OperationKind.SHUT_DOWN, OperationKind.STOP, OperationKind.DELETE)) {
                for (Loss loss : losses()) {
                    for (Phase phase : Phase.values()) {
                        MOMENTS.forEach(moment -> wrong.addAll(sweep(kind, loss, phase, moment)));
                    }
                }
            }

            assertThat(wrong).isEmpty();
        }

        private List<String> sweep(OperationKind kind, Loss loss, Phase phase, long moment) {
            String about = kind + ", " + loss + " " + moment + " ms into " + phase;
            try {
                World world = prepared(kind);
                world.whenIn(phase, moment, () -> loss.strike().accept(world))
                        .whenIn(phase, moment + 7_000, () -> loss.heal().accept(world));
                OperationId operation = world.accepted(request(kind));
                world.run(15_000);
                world.settle();
                return isTrue(world, operation, kind, loss)
                        ? List.of()
                        : List.of(about + ": " + world.state().guests() + " on " + world.runsOn("web"));
            } catch (AssertionError | RuntimeException e) {
                return List.of(about + ": " + e);
            }
        }

        private static World prepared(OperationKind kind) {
            World world = World.of(1).addHost("h2", CpuVendor.AMD, 4_096).run(2_000);
            if (kind != OperationKind.CREATE) {
                world.guest(spec("web"), "h1");
            }
            if (kind == OperationKind.DELETE) {
                world.accepted(stop("web"));
                world.settle();
            }
            return world;
        }

        private static Request request(OperationKind kind) {
            return switch (kind) {
                case CREATE -> create("web");
                case SHUT_DOWN -> shutDown("web");
                case STOP -> stop("web");
                case DELETE -> delete("web");
                default -> throw new IllegalArgumentException(kind.name());
            };
        }

        /** It says success exactly when the guest is as asked; only an agent that died may cause another end. */
        private static boolean isTrue(World world, OperationId operation, OperationKind kind, Loss loss) {
            boolean asAsked = switch (kind) {
                case CREATE -> world.runsOn("web").equals(List.of("h1"));
                case SHUT_DOWN, STOP ->
                    world.host("h1").stateOf(world.guest("web").id()).equals(Optional.of(GuestState.SHUT_OFF));
                case DELETE -> world.state().guests().isEmpty();
                default -> throw new IllegalArgumentException(kind.name());
            };
            boolean succeeded = world.operation(operation).state() == OperationState.SUCCEEDED;
            return world.store().reservations().isEmpty()
                    && succeeded == asAsked
                    && (succeeded || loss.name().equals("agent h1 dies"));
        }
    }

    @Nested
    final class TakingOver {
        @Test
        void sendsNothingToAHostThatHasNotAcknowledgedTheEpoch() {
            World world = World.of(2).guest(spec("web"), "h1");
            OperationId operation = world.accepted(stop("web"));
            world.agent("h1").leave();
            world.restart();

            world.run(60_000);

            assertThat(world.operation(operation).isOpen()).isTrue();
            assertThat(world.entry("h1").takesCommands()).isFalse();
            assertThat(world.runsOn("web")).containsExactly("h1");

            world.agent("h1").comeBack();
            world.settle();
            assertThat(world.runsOn("web")).isEmpty();
        }

        @Test
        void goesOnWithEverythingElseMeanwhile() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.agent("h1").leave();
            world.restart();
            world.run(6_000);

            world.accepted(create("mail"));
            world.settle();

            assertThat(world.runsOn("mail")).containsExactly("h2");
        }

        @Test
        void abortsNothingOverALinkThatHasNotAcknowledgedTheEpoch() {
            World world = World.of(2).guest(spec("web"), "h1").migrationWillEnd("web", MigrationEnd.HANGS);
            OperationId operation = world.accepted(migrate("web", "h2"));
            world.run(3_000);
            FakeAgent source = world.agent("h1");
            source.cut();
            world.run(512);

            world.ask(cancel(operation));
            world.settle();

            assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
            assertThat(world.runsOn("web")).containsExactly("h1");
        }

        @Test
        void keepsWhatWasReserved() {
            World world = World.of(2).guest(spec("web"), "h1");
            world.accepted(migrate("web", "h2"));
            List<String> before = Views.of(world.state(), world.moment()).reservations().stream()
                    .map(Object::toString)
                    .toList();

            world.restart();

            assertThat(Views.of(world.state(), world.moment()).reservations().stream()
                            .map(Object::toString))
                    .containsExactlyElementsOf(before);
        }
    }
}
