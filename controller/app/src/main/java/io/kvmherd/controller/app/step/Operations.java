package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationEvent;
import io.kvmherd.controller.engine.operation.OperationMachine;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import io.kvmherd.controller.engine.operation.Transition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How operations go on: a command leaves, its answer is read, the table says what comes next.
 *
 * <p>A command leaves only on a link whose agent has acknowledged this controller's epoch. When a link breaks, the
 * commands that wait for an answer on it count as not sent, and leave again, with the same step, when the host is back:
 * the agent answers a step that it knows without doing it twice.
 */
final class Operations {
    private static final List<Phase> NEEDS_BOTH_HOSTS = List.of(Phase.EXPECT, Phase.STAND_BY, Phase.SEND);
    private static final List<Phase> SENDING = List.of(Phase.SEND, Phase.FOLLOW);

    private Operations() {}

    /** Makes a new operation durable; its first command leaves as soon as its host can take it. */
    static void begin(Turn turn, OperationRecord operation) {
        OperationRecord begun = operation.kind().isParent() ? operation.running() : operation;
        OperationEntry entry =
                choosePool(turn, OperationEntry.of(MigrationRequests.settled(turn, begun), turn.nowMs()));
        turn.begin(entry);
        turn.tell(about(EventRecord.What.OPERATION_STARTED, operation)
                .with("kind", operation.kind().name())
                .with("by", operation.requestedBy())
                .with("reason", operation.reason()));
        trySend(turn, entry);
    }

    static void answered(Turn turn, HostId host, LinkMessage.CommandAnswer answer) {
        Optional<OperationEntry> known = turn.operation(answer.operation());
        if (known.filter(entry -> entry.record().isOpen()).isEmpty()) {
            turn.send(host, JournalStamps.forgetting(answer.operation()));
            return;
        }
        known.filter(entry -> entry.record().awaitedStep() == answer.step())
                .filter(entry -> entry.record().addressee().equals(Optional.of(host)))
                .ifPresent(entry -> take(turn, host, entry, answer.result()));
    }

    static void progressed(Turn turn, HostId host, LinkMessage.MigrationProgress progress) {
        turn.operation(progress.operation())
                .filter(entry -> entry.record().isOpen()
                        && entry.record().host().equals(Optional.of(host))
                        && SENDING.contains(entry.record().phase()))
                .ifPresent(entry -> {
                    turn.see(entry.withProgress(progress));
                    turn.mention(about(EventRecord.What.MIGRATION_PROGRESS, entry.record())
                            .with("phase", progress.phase().name())
                            .with("totalBytes", Long.toString(progress.totalBytes()))
                            .with("remainingBytes", Long.toString(progress.remainingBytes())));
                });
    }

    /** Whether a guest is being sent by it at the moment, as far as is known. */
    static boolean isSending(OperationEntry entry) {
        return entry.record().isOpen() && SENDING.contains(entry.record().phase()) && entry.sent();
    }

    /**
     * Asks an operation to end early.
     *
     * @return whether its phase allows it; the end still comes from what is found
     */
    static boolean cancel(Turn turn, OperationEntry entry) {
        OperationRecord operation = entry.record();
        if (entry.isInPostCopy()
                || OperationMachine.find(operation.kind(), operation.phase(), OperationEvent.CANCEL)
                        .isEmpty()) {
            return false;
        }
        if (!operation.cancelRequested()) {
            advance(turn, entry.with(operation.cancelling()), OperationEvent.CANCEL);
        }
        return true;
    }

    static void hostIsBack(Turn turn, HostId host) {
        for (OperationEntry entry : turn.openOperationsNow()) {
            if (entry.record().concerns(host)) {
                boolean itsTurn = entry.record().addressee().equals(Optional.of(host));
                boolean waits = itsTurn || !entry.sent();
                OperationEntry ready = (waits ? entry.entered(entry.record(), turn.nowMs()) : entry).withRepeats(0);
                turn.see(ready);
                trySend(turn, ready);
                turn.operation(entry.record().id())
                        .filter(now -> now.record().host().equals(Optional.of(host)))
                        .filter(now -> !SENDING.contains(now.record().phase()) || !now.sent())
                        .ifPresent(now -> abortAgain(turn, now));
            }
        }
    }

    /** A guest's state has changed: an operation that pauses before it looks again looks now. */
    static void guestChanged(Turn turn, HostId host, GuestId guest) {
        turn.operationOn(guest)
                .filter(entry -> entry.record().concerns(host) && !entry.sent())
                .filter(entry -> entry.pace().repeats() > 0)
                .ifPresent(entry -> {
                    OperationEntry woken =
                            entry.entered(entry.record(), turn.nowMs()).withRepeats(0);
                    turn.see(woken);
                    trySend(turn, woken);
                });
    }

    /** A request to abort may have been lost with the link; asking twice does no harm. */
    private static void abortAgain(Turn turn, OperationEntry entry) {
        OperationRecord operation = entry.record();
        boolean wanted = entry.gathered().aborting() || operation.cancelRequested();
        boolean possible = OperationMachine.find(operation.kind(), operation.phase(), OperationEvent.CANCEL)
                .filter(transition -> transition.action() == Transition.Action.ABORT_AND_STAY)
                .isPresent();
        if (operation.isOpen() && wanted && possible) {
            abort(turn, entry);
        }
    }

    static void linkLost(Turn turn, HostId host) {
        turn.openOperations().stream()
                .filter(entry -> entry.record().addressee().equals(Optional.of(host)) && entry.sent())
                .forEach(entry -> turn.see(entry.withSent(false)));
    }

    /** Pauses pass and deadlines come. */
    static void tick(Turn turn) {
        for (OperationEntry entry : turn.openOperationsNow()) {
            Optional<GuestRecord> guest = entry.record().guest().flatMap(turn::guest);
            if (Deadlines.isOverdue(entry, guest, turn.nowMs()) && !isBeingAborted(entry)) {
                overdue(turn, entry);
            } else {
                trySend(turn, unanswered(turn, entry));
            }
        }
    }

    /**
     * An answer may be lost although its link holds: then the same step is sent again, and the agent answers what it knows
     * of it.
     */
    private static OperationEntry unanswered(Turn turn, OperationEntry entry) {
        boolean tooLong = entry.sent() && turn.nowMs() - entry.pace().notBeforeMs() > AppLimits.SEND_AGAIN_MS;
        return tooLong ? entry.entered(entry.record(), turn.nowMs()) : entry;
    }

    static Happening about(EventRecord.What what, OperationRecord operation) {
        Happening happening = Happening.of(what).by(operation.id());
        if (operation.guest().isPresent()) {
            happening = happening.about(operation.guest().get());
        }
        return operation.host().isPresent() ? happening.on(operation.host().get()) : happening;
    }

    private static void take(Turn turn, HostId host, OperationEntry entry, CommandResult result) {
        GuestRecord guest = entry.record().guest().flatMap(turn::guest).orElseThrow();
        if (result instanceof CommandResult.GuestInspected inspected) {
            Sightings.inspected(turn, host, guest.id(), inspected.guest());
        }
        Answers.Reading reading = Answers.read(turn, entry, guest, result);
        if (reading.event().isPresent()) {
            advance(turn, reading.entry(), reading.event().get());
        } else {
            OperationEntry asked = reading.entry();
            long pauseMs = Pauses.nextMs(asked, OperationMachine.LOOK_AGAIN_MS);
            turn.see(asked.entered(asked.record(), turn.nowMs() + pauseMs)
                    .withRepeats(asked.pace().repeats() + 1));
        }
    }

    /** An abort is asked for once; the phases after it have deadlines of their own. */
    private static boolean isBeingAborted(OperationEntry entry) {
        return entry.gathered().aborting() && abortsWhenOverdue(entry.record());
    }

    private static boolean abortsWhenOverdue(OperationRecord operation) {
        return OperationMachine.find(operation.kind(), operation.phase(), OperationEvent.OVERDUE)
                .filter(transition -> transition.action() == Transition.Action.ABORT_AND_STAY)
                .isPresent();
    }

    private static void overdue(Turn turn, OperationEntry entry) {
        OperationRecord operation = entry.record();
        String hosts = hostsNeeded(operation).stream().map(HostId::value).collect(Collectors.joining(" and "));
        String waitedFor = "no end within the deadline in phase " + operation.phase() + " on host " + hosts;
        OperationRecord late =
                operation.isWithdrawing() ? operation : operation.failing(ErrorCode.UNREACHABLE, waitedFor, List.of());
        OperationEntry noted = entry.with(operation.phase() == Phase.WITHDRAW ? late.keepingCopies() : late);
        advance(turn, abortsWhenOverdue(operation) ? noted.withAborting() : noted, OperationEvent.OVERDUE);
    }

    private static void advance(Turn turn, OperationEntry entry, OperationEvent event) {
        OperationRecord operation = entry.record();
        Transition transition = OperationMachine.next(operation.kind(), operation.phase(), event);
        switch (transition.action()) {
            case STAY -> turn.put(entry);
            case ABORT_AND_STAY -> abort(turn, entry);
            case ALARM -> enter(turn, alarm(turn, entry), transition);
            case NONE -> {
                if (transition.ending().isPresent()) {
                    Endings.end(turn, entry, transition.ending().get());
                } else {
                    enter(turn, Pauses.before(entry, event), transition);
                }
            }
        }
    }

    private static void enter(Turn turn, OperationEntry entry, Transition transition) {
        OperationRecord next = entry.record().enter(transition.next());
        boolean looksAgain = transition.pauseMs() > 0 || transition.next() == Phase.INSPECT_DESTINATION;
        boolean isNews = entry.record().phase() != transition.next() && !looksAgain;
        OperationEntry due = entry.entered(next, turn.nowMs() + Pauses.nextMs(entry, transition.pauseMs()))
                .withRepeats(Pauses.repeatsAfter(entry, transition));
        OperationEntry entered = choosePool(turn, isNews ? due.inPhaseSince(turn.nowMs()) : due);
        if (transition.next() == Phase.ADOPT) {
            Endings.moveOwnership(turn, next);
        }
        turn.put(entered);
        if (isNews) {
            turn.tell(about(EventRecord.What.OPERATION_PHASE, next)
                    .with("phase", transition.next().name()));
        }
        trySend(turn, entered);
    }

    /** From post-copy there is no way back, and no half of the guest is worth anything without the other. */
    private static void abort(Turn turn, OperationEntry entry) {
        if (entry.isInPostCopy()) {
            turn.put(entry);
        } else {
            besides(
                    turn,
                    entry,
                    new AgentCommand.AbortMigration(entry.record().guest().orElseThrow()));
        }
    }

    /** Another command besides the one that is waited for, to the host that the guest leaves. */
    static void besides(Turn turn, OperationEntry entry, AgentCommand command) {
        OperationRecord operation = entry.record().drawStep();
        turn.put(entry.with(operation));
        HostId source = operation.host().orElseThrow();
        new Envelopes(turn, operation)
                .to(source, operation.lastStep(), operation.placement(), command)
                .ifPresent(message -> turn.send(source, message));
    }

    private static OperationEntry alarm(Turn turn, OperationEntry entry) {
        if (entry.alarmed()) {
            return entry;
        }
        turn.tell(about(EventRecord.What.GUEST_RUNS_TWICE, entry.record())
                .with(
                        "destination",
                        entry.record().destination().map(HostId::value).orElse("")));
        return entry.withAlarm();
    }

    /** Sends the current phase's command if it is due, its host can take it, and it has not left yet. */
    private static void trySend(Turn turn, OperationEntry entry) {
        OperationRecord operation = entry.record();
        if (operation.isOpen() && operation.phase() == Phase.STAND_BY && hostsReady(turn, operation)) {
            advance(turn, entry, OperationEvent.SATISFIED);
            return;
        }
        boolean due = operation.isOpen()
                && operation.phase().sendsCommand()
                && !entry.sent()
                && turn.nowMs() >= entry.pace().notBeforeMs();
        if (!due || !hostsReady(turn, operation)) {
            return;
        }
        GuestRecord guest = operation.guest().flatMap(turn::guest).orElseThrow();
        if (operation.phase() == Phase.PROVE_WRITE
                && Commands.poolToProve(turn, operation, guest).isEmpty()) {
            advance(turn, entry, OperationEvent.SATISFIED);
            return;
        }
        Optional<Phase> asked = askedBeforeRestart(entry);
        if (asked.isPresent()) {
            OperationEntry resumed = asked.get() == Phase.WITHDRAW ? interrupted(entry) : entry;
            enter(turn, resumed, new Transition(asked.get(), 0, Optional.empty(), Transition.Action.NONE));
            return;
        }
        OperationEntry sending = MigrationRequests.bounded(turn, entry.withSent(true));
        if (operation.state() == OperationState.QUEUED) {
            turn.put(sending.with(operation.running()));
        } else if (sending.record().equals(operation)) {
            turn.see(sending);
        } else {
            turn.put(sending);
        }
        HostId addressee = operation.addressee().orElseThrow();
        new Envelopes(turn, operation)
                .to(
                        addressee,
                        operation.awaitedStep(),
                        Commands.placementOf(operation),
                        Commands.of(turn, sending, guest))
                .ifPresent(message -> turn.send(addressee, message));
        if (SENDING.contains(operation.phase())) {
            abortAgain(turn, turn.operation(operation.id()).orElseThrow());
        }
    }

    /** What a phase rests on was only in the memory of the controller that asked for it: ask anew. */
    private static Optional<Phase> askedBeforeRestart(OperationEntry entry) {
        return switch (entry.record().phase()) {
            case PROVE_WRITE, PROVE_READ ->
                entry.gathered().proving().isEmpty() ? Optional.of(Phase.PROVE_WRITE) : Optional.empty();
            case EXPECT ->
                entry.gathered().described().isEmpty()
                        ? Optional.of(entry.record().copiesStorage() ? Phase.WITHDRAW : Phase.PROVE_WRITE)
                        : Optional.empty();
            case CHECK -> entry.gathered().described().isEmpty() ? Optional.of(Phase.DESCRIBE) : Optional.empty();
            case INSPECT_DESTINATION ->
                entry.gathered().source().isEmpty() ? Optional.of(Phase.INSPECT_SOURCE) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Files may have been made by an announcement whose answer nobody heard, and a check would find them in its way. */
    private static OperationEntry interrupted(OperationEntry entry) {
        String why = "the controller was started anew while files were made for the copies; the guest was not moved."
                + " Migrate it again";
        return entry.with(entry.record().failing(ErrorCode.UNREACHABLE, why, List.of()));
    }

    /** A proof is about one pool from its writing to its reading, also when another operation proves it meanwhile. */
    private static OperationEntry choosePool(Turn turn, OperationEntry entry) {
        OperationRecord operation = entry.record();
        return operation.phase() == Phase.PROVE_WRITE
                ? entry.withProving(operation
                        .guest()
                        .flatMap(turn::guest)
                        .flatMap(guest -> Commands.poolToProve(turn, operation, guest)))
                : entry;
    }

    private static boolean hostsReady(Turn turn, OperationRecord operation) {
        return hostsNeeded(operation).stream()
                .allMatch(
                        host -> turn.host(host).filter(HostEntry::takesCommands).isPresent());
    }

    /** The hosts without which the phase cannot go on. */
    private static List<HostId> hostsNeeded(OperationRecord operation) {
        return NEEDS_BOTH_HOSTS.contains(operation.phase())
                ? Stream.concat(operation.host().stream(), operation.destination().stream())
                        .toList()
                : operation.addressee().stream().toList();
    }
}
