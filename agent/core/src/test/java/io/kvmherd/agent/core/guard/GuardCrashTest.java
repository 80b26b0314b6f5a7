package io.kvmherd.agent.core.guard;

import static io.kvmherd.agent.core.guard.Commands.DATABASE;
import static io.kvmherd.agent.core.guard.Commands.hello;
import static io.kvmherd.agent.core.guard.Commands.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.guard.Admission.Proceed;
import io.kvmherd.agent.core.guard.Admission.Repeat;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog.Fate;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand.Change;
import io.kvmherd.common.protocol.AgentCommand.CreateGuest;
import io.kvmherd.common.protocol.AgentCommand.MigrateGuest;
import io.kvmherd.common.protocol.AgentCommand.StartGuest;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.LinkMessage.OpenStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets a life of an agent end at each of its writes in turn, and then looks whether the next life keeps every promise that
 * this one gave to somebody: an answered hello, an admission, a burial that returned.
 */
final class GuardCrashTest {

    private static final int SEEDS = 12;
    private static final int EVENTS = 60;
    private static final GuestId HELD_BEFORE = Commands.guest(98);
    private static final GuestId BURIED_BEFORE = Commands.guest(99);

    @ParameterizedTest
    @EnumSource(Fate.class)
    void keepsEveryPromiseWhicheverWriteIsTheLast(Fate fate) {
        for (long seed = 0; seed < SEEDS; seed++) {
            SimulatedGuardLog whole = withHistory(seed);
            new Life(seed, whole).live();
            for (int last = 0; last < whole.writes(); last++) {
                SimulatedGuardLog log = withHistory(seed);
                Life life = new Life(seed, log);
                log.failAfter(last, fate);
                life.live();

                life.assertKeptBy(CommandGuard.open(log.reopened(), "boot-2"), "seed " + seed + ", write " + last);
            }
        }
    }

    @Test
    void coversLivesWithARewrite() {
        int rewrites = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SimulatedGuardLog log = withHistory(seed);
            new Life(seed, log).live();
            rewrites += log.rewrites();
        }

        assertThat(rewrites).isGreaterThan(SEEDS / 2);
    }

    /** A log with so much history that a rewrite is due somewhere in the life that follows. */
    private static SimulatedGuardLog withHistory(long seed) {
        SimulatedGuardLog log = new SimulatedGuardLog();
        for (int i = 0; i < GuardLimits.HISTORY_RECORDS + 4 * (int) seed; i++) {
            log.append(GuardRecordFormat.encode(new GuardRecord.Held(HELD_BEFORE, 7)));
        }
        log.append(GuardRecordFormat.encode(new GuardRecord.Buried(BURIED_BEFORE, 7)));
        log.append(GuardRecordFormat.encode(new GuardRecord.Begin(
                new StepKey(operation(-1), 1), 0, BURIED_BEFORE, 6, false, MigrateGuest.class.getSimpleName())));
        return log.reopened();
    }

    /** A step that was admitted and not forgotten. */
    private record Promise(OperationId operation, long placement, Change command) {}

    /** One life of an agent with random events, and what it promised. */
    private static final class Life {

        private final Random random;
        private final SimulatedGuardLog log;
        private final List<Promise> admitted = new ArrayList<>();
        private final Map<GuestId, Long> buried = new LinkedHashMap<>();
        private final Map<GuestId, Long> held = new LinkedHashMap<>();
        private long acceptedEpoch;
        private long operations;

        Life(long seed, SimulatedGuardLog log) {
            this.random = new Random(seed);
            this.log = log;
            held.put(HELD_BEFORE, 7L);
            buried.put(BURIED_BEFORE, 7L);
            admitted.add(new Promise(operation(-1), 6, migrate(BURIED_BEFORE)));
        }

        void live() {
            try {
                CommandGuard guard = CommandGuard.open(log, "boot-1");
                for (int i = 0; i < EVENTS; i++) {
                    event(guard, i);
                }
            } catch (KvmherdException e) {
                assertThat(e).hasMessageContaining("disk");
            }
        }

        void assertKeptBy(CommandGuard next, String when) {
            assertThat(next.highestEpoch()).as(when).isGreaterThanOrEqualTo(acceptedEpoch);
            for (Promise promise : admitted) {
                assertThat(next.openSteps())
                        .as(when)
                        .anyMatch(open -> open.operation().equals(promise.operation()));
            }
            long old = acceptedEpoch;
            Commands controller = acceptedBy(next, next.highestEpoch() + 1);
            if (old > 0) {
                assertThat(next.hello(hello(old, new UUID(2, old), DATABASE, 100)))
                        .as(when)
                        .isPresent();
            }
            for (Promise promise : admitted) {
                Admission again = controller.send(promise.operation(), 1, promise.placement(), promise.command());
                assertThat(again).as(when).isInstanceOf(Repeat.class);
            }
            buried.forEach((guest, placement) -> assertThat(
                            controller.send(operation(10_000), 1, placement, new StartGuest(guest)))
                    .as(when)
                    .isNotInstanceOf(Proceed.class));
            held.forEach((guest, placement) -> assertThat(controller.send(
                            operation(10_001), 1, placement - 1, new CreateGuest(guest, Commands.spec())))
                    .as(when)
                    .isNotInstanceOf(Proceed.class));
        }

        private void event(CommandGuard guard, int i) {
            GuestId guest = guest(random.nextInt(3));
            long placement = 1L + random.nextInt(4) + i / 10;
            switch (i == 0 ? 0 : random.nextInt(6)) {
                case 0 -> acceptedBy(guard, guard.highestEpoch() + 1);
                case 1 -> bury(guard, guest, placement);
                case 2 -> end(guard);
                case 3 -> forget(guard);
                case 4 -> send(guard, guest, placement, true);
                default -> send(guard, guest, placement, false);
            }
        }

        private Commands acceptedBy(CommandGuard guard, long epoch) {
            UUID controller = new UUID(2, epoch);
            if (guard.hello(Commands.helloTo(guard, epoch, controller)).isEmpty()) {
                acceptedEpoch = epoch;
            }
            return new Commands(guard).inEpoch(epoch, controller);
        }

        private void send(CommandGuard guard, GuestId guest, long placement, boolean grants) {
            operations++;
            Change command = grants ? new StartGuest(guest) : migrate(guest);
            Admission admission = new Commands(guard)
                    .inEpoch(guard.highestEpoch(), new UUID(2, guard.highestEpoch()))
                    .withSequence(operations)
                    .send(operation(operations), 1, placement, command);
            if (admission instanceof Proceed) {
                admitted.add(new Promise(operation(operations), placement, command));
                if (grants) {
                    held.merge(guest, placement, Math::max);
                }
            }
        }

        private void end(CommandGuard guard) {
            for (OpenStep step : guard.openSteps()) {
                if (!step.ended() && !step.operation().equals(operation(-1))) {
                    guard.ended(step.operation(), step.step(), new Done());
                    return;
                }
            }
        }

        private void forget(CommandGuard guard) {
            for (OpenStep step : guard.openSteps()) {
                if (step.ended()) {
                    guard.forget(step.operation(), Commands.PLACE);
                    admitted.removeIf(known -> known.operation().equals(step.operation()));
                    return;
                }
            }
        }

        private void bury(CommandGuard guard, GuestId guest, long placement) {
            guard.bury(guest, new PlacementGeneration(placement));
            buried.merge(guest, placement, Math::max);
        }

        private static MigrateGuest migrate(GuestId guest) {
            return Commands.changesOf(guest).stream()
                    .filter(MigrateGuest.class::isInstance)
                    .map(MigrateGuest.class::cast)
                    .findFirst()
                    .orElseThrow();
        }

        private static GuestId guest(int number) {
            return Commands.guest(number + 1);
        }
    }
}
