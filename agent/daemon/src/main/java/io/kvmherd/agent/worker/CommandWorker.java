package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.command.CommandExecution;
import io.kvmherd.agent.core.guard.Admission;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.guard.PlacementRule;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.LinkMessage.CommandAnswer;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out commands. {@link #admit} is called on one thread, in the order in which the commands came. */
final class CommandWorker {
    private static final Logger LOG = LoggerFactory.getLogger(CommandWorker.class);

    private static final int INQUIRY_THREADS = 4;
    private static final int INQUIRIES_WAITING = 128;
    private static final int CHANGE_THREADS = 8;
    private static final int CHANGES_WAITING = 128;
    private static final int MIGRATION_THREADS = 8;
    private static final int MIGRATIONS_WAITING = 8;

    private final CommandGuard guard;
    private final CommandExecution execution;
    private final StepsUnderway steps;
    private final LongSupplier nowMs;
    private final Lanes inquiries;
    private final Lanes changes;
    private final Lanes migrations;

    CommandWorker(
            CommandGuard guard,
            CommandExecution execution,
            StepsUnderway steps,
            LongSupplier nowMs,
            ThreadFactory threads) {
        this.guard = guard;
        this.execution = execution;
        this.steps = steps;
        this.nowMs = nowMs;
        this.inquiries = new Lanes("inquiries", INQUIRY_THREADS, INQUIRIES_WAITING, threads);
        this.changes = new Lanes("changes", CHANGE_THREADS, CHANGES_WAITING, threads);
        this.migrations = new Lanes("migrations", MIGRATION_THREADS, MIGRATIONS_WAITING, threads);
    }

    /** Asks the guard, which waits for the disk, and hands over to the threads; the answer is sent when it is there. */
    void admit(CommandEnvelope envelope, Outbound controller) {
        Lanes lanes = lanesFor(envelope.command());
        if (!lanes.reserve()) {
            answer(envelope, new NotAdmitted(Refusal.BUSY, lanes.refusal()), controller);
            return;
        }
        switch (guard.admit(envelope)) {
            case Admission.Proceed proceed -> {
                changed(envelope).ifPresent(steps::begins);
                long arrivedMs = nowMs.getAsLong();
                lanes.run(() -> carryOut(envelope, arrivedMs, controller));
            }
            case Admission.Repeat repeat -> {
                lanes.release();
                answer(envelope, repeat.result(), controller);
            }
            case Admission.InProgress inProgress -> lanes.release();
            case Admission.Refuse refuse -> {
                lanes.release();
                LOG.info("{} of {} is refused: {}", name(envelope), envelope.operation(), refuse.detail());
                answer(envelope, refuse.asResult(), controller);
            }
        }
    }

    void close() {
        inquiries.close();
        changes.close();
        migrations.close();
    }

    private void carryOut(CommandEnvelope envelope, long arrivedMs, Outbound controller) {
        if (envelope.command() instanceof AgentCommand.Change) {
            LOG.info("{} step {} of {} begins", name(envelope), envelope.step(), envelope.operation());
        }
        CommandResult result = inTime(envelope, arrivedMs, controller);
        if (envelope.command() instanceof AgentCommand.Change) {
            guard.ended(envelope.operation(), envelope.step(), result);
            changed(envelope).ifPresent(steps::ended);
            LOG.info("{} step {} of {} ended: {}", name(envelope), envelope.step(), envelope.operation(), result);
        }
        answer(envelope, result, controller);
    }

    /** What waited for a thread until its answer was worth nothing is not begun any more. */
    private CommandResult inTime(CommandEnvelope envelope, long arrivedMs, Outbound controller) {
        long waitedMs = nowMs.getAsLong() - arrivedMs;
        return waitedMs > envelope.deadlineMs() ? tooLate(envelope, waitedMs) : interruptible(envelope, controller);
    }

    /**
     * A change was begun for the guard, which repeats its end for ever: NotAdmitted, which asks for the same step again,
     * would have it asked for without end. So it has failed, and a new step has to be made.
     */
    private static CommandResult tooLate(CommandEnvelope envelope, long waitedMs) {
        String why = "it waited " + waitedMs + " ms for a thread, longer than its deadline of " + envelope.deadlineMs()
                + " ms; nothing was done";
        return switch (envelope.command()) {
            case AgentCommand.Inquiry inquiry -> new NotAdmitted(Refusal.BUSY, why);
            case AgentCommand.Change change ->
                new CommandResult.Failed(ErrorCode.BUSY, why + ". Try again when fewer commands wait on this host");
        };
    }

    /**
     * A mistake in the program must not leave the step open for ever. How far the step came is not known, so it ends as
     * one that was interrupted; the mistake is logged.
     */
    private CommandResult interruptible(CommandEnvelope envelope, Outbound controller) {
        try {
            return execution.execute(envelope, nowMs.getAsLong(), controller::send);
        } catch (RuntimeException e) {
            LOG.error("{} of {} broke off", name(envelope), envelope.operation(), e);
            return new CommandResult.Failed(
                    ErrorCode.UNREACHABLE,
                    "the agent made a mistake (" + e + ") and cannot tell what was done; look at the host. The agent's"
                            + " log says where");
        }
    }

    private static void answer(CommandEnvelope envelope, CommandResult result, Outbound controller) {
        controller.send(new CommandAnswer(envelope.operation(), envelope.step(), result));
    }

    private Lanes lanesFor(AgentCommand command) {
        return switch (command) {
            case AgentCommand.Inquiry inquiry -> inquiries;
            case AgentCommand.MigrateGuest migrate -> migrations;
            case AgentCommand.RelocateGuest relocate -> migrations;
            case AgentCommand.FollowMigration follow -> migrations;
            case AgentCommand.Change change -> changes;
        };
    }

    private static Optional<GuestId> changed(CommandEnvelope envelope) {
        return envelope.command() instanceof AgentCommand.Change change
                ? PlacementRule.guestOf(change)
                : Optional.empty();
    }

    private static String name(CommandEnvelope envelope) {
        return envelope.command().getClass().getSimpleName();
    }
}
