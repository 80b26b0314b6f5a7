package io.kvmherd.agent.core.guard;

import static io.kvmherd.agent.core.guard.Commands.GUEST;
import static io.kvmherd.agent.core.guard.Commands.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.guard.Admission.InProgress;
import io.kvmherd.agent.core.guard.Admission.Refuse;
import io.kvmherd.agent.core.guard.Admission.Repeat;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.VolumeReference.Format;
import io.kvmherd.common.protocol.AgentCommand.BuryGuest;
import io.kvmherd.common.protocol.AgentCommand.MigrateGuest;
import io.kvmherd.common.protocol.AgentCommand.StartGuest;
import io.kvmherd.common.protocol.AgentCommand.WithdrawArrival;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may come under the key of a step that was begun. */
final class SameStepTest {
    private static final WithdrawArrival NOTHING_DISCARDED = new WithdrawArrival(GUEST, List.of());
    private static final WithdrawArrival ONE_DISCARDED = new WithdrawArrival(
            GUEST, List.of(new GuestDisk("vda", "local", "/pool/web.qcow2", Format.QCOW2, 1_024, 512)));

    private final SimulatedGuardLog log = new SimulatedGuardLog();
    private final CommandGuard guard = CommandGuard.open(log, "boot-1");
    private final Commands controller = Commands.accepted(guard);

    @Test
    void isRefusedWithOtherArgumentsInAWordThatNamesTheStep() {
        controller.send(operation(1), 3, 1, NOTHING_DISCARDED);
        guard.ended(operation(1), 3, new Done());

        Admission again = controller.send(operation(1), 3, 1, ONE_DISCARDED);

        assertThat(again)
                .isEqualTo(new Refuse(
                        Refusal.PRECONDITION,
                        "step 3 of operation " + operation(1)
                                + " was begun here in epoch 5 as WithdrawArrival with other"
                                + " arguments. It is not begun as anything else: look at what this host runs and plan a"
                                + " new step"));
    }

    @Test
    void isRefusedWithOtherArgumentsInEveryLaterLife() {
        controller.send(operation(1), 3, 1, NOTHING_DISCARDED);
        CommandGuard second = CommandGuard.open(log.reopened(), "boot-1");

        Admission other = new Commands(second).send(operation(1), 3, 1, ONE_DISCARDED);
        Admission same = new Commands(second).send(operation(1), 3, 1, NOTHING_DISCARDED);

        assertThat(other).isInstanceOf(Refuse.class);
        assertThat(same).isInstanceOf(Repeat.class);
    }

    @Test
    void isRefusedWithOtherArgumentsAfterTheLogWasRewritten() {
        controller.send(operation(-1), 3, 1, NOTHING_DISCARDED);
        for (int i = 0; i < 2_000; i++) {
            controller.send(operation(i), 1, 7, new StartGuest(Commands.guest(2)));
            guard.ended(operation(i), 1, new Done());
            guard.forget(operation(i), Commands.PLACE);
        }
        CommandGuard second = CommandGuard.open(log.reopened(), "boot-1");

        Admission again = new Commands(second).send(operation(-1), 3, 1, ONE_DISCARDED);

        assertThat(log.rewrites()).isPositive();
        assertThat(again)
                .isInstanceOfSatisfying(
                        Refuse.class, refuse -> assertThat(refuse.detail()).contains("in epoch 5"));
    }

    @Test
    void isRefusedAsAnotherCommandOrOfAnotherGuestOrGeneration() {
        controller.send(operation(1), 1, 4, new StartGuest(GUEST));

        assertThat(detail(controller.send(operation(1), 1, 4, new BuryGuest(GUEST))))
                .contains("as StartGuest, not as BuryGuest");
        assertThat(detail(controller.send(operation(1), 1, 4, new StartGuest(Commands.guest(2)))))
                .contains("as StartGuest of guest " + GUEST + ", not of guest " + Commands.guest(2));
        assertThat(detail(controller.send(operation(1), 1, 5, new StartGuest(GUEST))))
                .contains("as StartGuest of generation 4, not of generation 5");
    }

    @Test
    void isTheSameWhereOnlyItsPaceAndItsWayHaveChanged() {
        controller.send(operation(1), 1, 1, migration("h2", "tcp://10.0.0.2", 0));

        assertThat(controller.send(operation(1), 1, 1, migration("h2", "tcp://10.0.0.3", 500)))
                .isInstanceOf(InProgress.class);
        assertThat(controller.send(operation(1), 1, 1, migration("h3", "tcp://10.0.0.2", 0)))
                .isInstanceOf(Refuse.class);
    }

    @Test
    void isTakenForTheSameWhereAnOlderAgentKeptNoArguments() {
        SimulatedGuardLog old = new SimulatedGuardLog();
        old.append(bytesOfAnOlderAgent());
        CommandGuard next = CommandGuard.open(old, "boot-1");
        Commands again = Commands.accepted(next);

        assertThat(again.send(operation(1), 3, 1, ONE_DISCARDED)).isInstanceOf(Repeat.class);
        assertThat(detail(again.send(operation(1), 3, 1, new BuryGuest(GUEST))))
                .contains("was begun here as WithdrawArrival, not as BuryGuest");
    }

    private static byte[] bytesOfAnOlderAgent() {
        return GuardRecordFormatTest.oldBegin(operation(1), 3, GUEST, 1, "WithdrawArrival");
    }

    private static MigrateGuest migration(String to, String uri, long mibPerSecond) {
        return new MigrateGuest(
                GUEST,
                new HostId(to),
                "qemu+tcp://h/system",
                uri,
                "AMD",
                List.of(),
                mibPerSecond,
                1_000,
                1_000,
                Optional.empty());
    }

    private static String detail(Admission admission) {
        assertThat(admission).isInstanceOf(Refuse.class);
        return ((Refuse) admission).detail();
    }
}
