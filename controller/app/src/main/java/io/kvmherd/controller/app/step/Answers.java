package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.SourceSighting;
import io.kvmherd.controller.engine.operation.MigrationOutcome;
import io.kvmherd.controller.engine.operation.OperationEvent;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationMachine;
import io.kvmherd.controller.engine.operation.Phase;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads an agent's answer: what it adds to the operation, and which event of the table it is. */
final class Answers {
    private static final List<Phase> CONFIRMING =
            List.of(Phase.CONFIRM_RUNNING, Phase.CONFIRM_OFF, Phase.CONFIRM_ABSENT, Phase.CONFIRM_DEFINED);
    private static final List<Phase> INSPECTING = Stream.concat(
                    CONFIRMING.stream(), Stream.of(Phase.INSPECT_SOURCE, Phase.INSPECT_DESTINATION))
            .toList();
    private static final List<Phase> ASKING = List.of(Phase.DESCRIBE, Phase.CHECK, Phase.PROVE_READ);

    private Answers() {}

    /**
     * @param entry the operation with what the answer added
     * @param event what it means; empty when the answer ends nothing and the command has to be sent again
     */
    record Reading(OperationEntry entry, Optional<OperationEvent> event) {
        static Reading of(OperationEntry entry, OperationEvent event) {
            return new Reading(entry, Optional.of(event));
        }
    }

    static Reading read(Turn turn, OperationEntry entry, GuestRecord guest, CommandResult result) {
        if (!fits(entry.record().phase(), result)) {
            String what = "phase " + entry.record().phase() + " was answered with "
                    + result.getClass().getSimpleName();
            return Reading.of(failing(entry, ErrorCode.MALFORMED, what, List.of()), OperationEvent.FAILED);
        }
        return switch (result) {
            case CommandResult.Done done -> Reading.of(entry, OperationEvent.DONE);
            case NotAdmitted refusal -> notAdmitted(entry, refusal);
            case CommandResult.Failed failed -> failed(entry, failed);
            case CommandResult.GivenUp givenUp -> givenUp(entry, givenUp);
            case CommandResult.Arrived arrived ->
                Reading.of(
                        arrived.figures()
                                .map(figures -> entry.with(entry.record().measured(figures)))
                                .orElse(entry),
                        OperationEvent.DONE);
            case CommandResult.GuestInspected inspected -> inspected(turn, entry, guest, inspected.guest());
            case CommandResult.GuestDescribed described ->
                described(turn, entry.withDescribed(described), described.disks());
            case CommandResult.ArrivalChecked checked -> arrivalChecked(entry, checked.reasons());
            case CommandResult.ProofRead read -> proofRead(turn, entry, read.found());
            case CommandResult.GuestsSurveyed surveyed ->
                throw new IllegalStateException("no phase asks for a survey: " + surveyed);
        };
    }

    /** Whether this kind of answer belongs to the phase's command; an agent's word is not trusted to. */
    private static boolean fits(Phase phase, CommandResult result) {
        return switch (result) {
            case NotAdmitted refusal -> true;
            case CommandResult.Failed failed -> true;
            case CommandResult.Done done -> !INSPECTING.contains(phase) && !ASKING.contains(phase);
            case CommandResult.GivenUp givenUp -> phase == Phase.SEND || phase == Phase.FOLLOW;
            case CommandResult.Arrived arrived -> phase == Phase.ADOPT;
            case CommandResult.GuestInspected inspected -> INSPECTING.contains(phase);
            case CommandResult.GuestDescribed described -> phase == Phase.DESCRIBE;
            case CommandResult.ArrivalChecked checked -> phase == Phase.CHECK;
            case CommandResult.ProofRead read -> phase == Phase.PROVE_READ;
            case CommandResult.GuestsSurveyed surveyed -> false;
        };
    }

    private static Reading notAdmitted(OperationEntry entry, NotAdmitted refusal) {
        return switch (refusal.refusal()) {
            case WRONG_HOST_GENERATION -> Reading.of(entry, OperationEvent.LIFE_CHANGED);
            case BUSY, OUT_OF_SEQUENCE, STALE_EPOCH, EPOCH_TAKEN_TWICE, DATABASE_REGRESSED ->
                new Reading(entry, Optional.empty());
            case STALE_PLACEMENT, PRECONDITION, LOG_FAILED, OBSERVE_ONLY ->
                Reading.of(
                        failing(entry, ErrorCode.CONFLICT, refusal.refusal() + ": " + refusal.detail(), List.of()),
                        OperationEvent.REFUSED);
        };
    }

    private static Reading failed(OperationEntry entry, CommandResult.Failed failed) {
        OperationEntry failing =
                entry.gathered().aborting() ? entry : failing(entry, failed.code(), failed.message(), List.of());
        boolean uncertain = failed.code() == ErrorCode.UNREACHABLE
                && OperationMachine.find(entry.record().kind(), entry.record().phase(), OperationEvent.UNCERTAIN)
                        .isPresent();
        return Reading.of(failing, uncertain ? OperationEvent.UNCERTAIN : OperationEvent.FAILED);
    }

    /** The source gave the migration up by the rules of its policy. */
    private static Reading givenUp(OperationEntry entry, CommandResult.GivenUp givenUp) {
        OperationEntry failing =
                entry.gathered().aborting() ? entry : failing(entry, ErrorCode.INFEASIBLE, "", givenUp.reasons());
        return Reading.of(failing, OperationEvent.FAILED);
    }

    private static Reading inspected(Turn turn, OperationEntry entry, GuestRecord guest, Optional<ObservedGuest> seen) {
        boolean active =
                seen.map(ObservedGuest::state).filter(GuestState::isActive).isPresent();
        Phase phase = entry.record().phase();
        if (CONFIRMING.contains(phase)) {
            confirmed(turn, entry, seen);
        }
        return switch (phase) {
            case CONFIRM_RUNNING -> satisfied(entry, active);
            case CONFIRM_OFF -> satisfied(entry, !active);
            case CONFIRM_ABSENT -> satisfied(entry, seen.isEmpty());
            case CONFIRM_DEFINED -> satisfied(entry, seen.isPresent());
            case INSPECT_SOURCE -> Reading.of(entry.withSource(new SourceSighting(seen)), OperationEvent.SATISFIED);
            case INSPECT_DESTINATION -> judged(turn, entry, guest, seen);
            default -> throw new IllegalStateException("an inspection answers phase " + phase);
        };
    }

    /**
     * What an operation made of its guest is what others change from then on, also where no event tells of it: an agent that
     * is slow looks at a guest only after somebody has changed it again.
     */
    private static void confirmed(Turn turn, OperationEntry entry, Optional<ObservedGuest> seen) {
        entry.record().host().ifPresent(host -> seen.ifPresent(there -> OutsideChanges.seen(turn, host, there)));
    }

    private static Reading satisfied(OperationEntry entry, boolean satisfied) {
        return Reading.of(entry, satisfied ? OperationEvent.SATISFIED : OperationEvent.NOT_YET);
    }

    /**
     * The destination that runs the guest while the source's copy hangs paused gets time to hear libvirt's confirmation;
     * only when the states stay so for that time is the source's copy removed.
     */
    private static Reading judged(
            Turn turn, OperationEntry entry, GuestRecord guest, Optional<ObservedGuest> destination) {
        if (entry.gathered().source().isEmpty()) {
            return new Reading(entry, Optional.empty());
        }
        Optional<ObservedGuest> source = entry.gathered().source().get().guest();
        OperationEvent event = entry.record().kind() == OperationKind.RELOCATE
                ? MigrationOutcome.judgeOff(source, destination, entry.record().placement())
                : MigrationOutcome.judge(source, destination);
        return switch (event) {
            case CONFIRM_LOST -> {
                long since = entry.gathered().doubtSinceMs() == 0
                        ? turn.nowMs()
                        : entry.gathered().doubtSinceMs();
                boolean waitedEnough = turn.nowMs() - since >= OperationMachine.CONFIRM_GRACE_MS;
                yield Reading.of(entry.withDoubtSince(since), waitedEnough ? event : OperationEvent.UNDECIDED);
            }
            case DIED ->
                Reading.of(
                        failing(
                                entry.with(entry.record().keepingCopies()),
                                ErrorCode.HYPERVISOR_FAILED,
                                "guest " + guest.spec().name()
                                        + " runs on neither host: its QEMU ended or it was switched off",
                                List.of()),
                        event);
            case RUNS_TWICE -> Reading.of(runsTwice(entry, guest), event);
            case ON_SOURCE -> Reading.of(stayed(entry), event);
            default -> Reading.of(entry.withDoubtSince(0), event);
        };
    }

    /** Ends a following with what was found; a migration of our own goes on looking, under an alarm. */
    private static OperationEntry runsTwice(OperationEntry entry, GuestRecord guest) {
        return entry.record().kind() == OperationKind.FOLLOW
                ? failing(
                        entry,
                        ErrorCode.CONFLICT,
                        "guest " + guest.spec().name()
                                + " runs on both hosts; it is not touched until one copy has ended",
                        List.of())
                : entry.withDoubtSince(0);
    }

    /** Says why the guest is still where it was: as asked, by the source's words, or by nobody's. */
    private static OperationEntry stayed(OperationEntry entry) {
        if (entry.record().cancelRequested()) {
            return failing(entry, ErrorCode.CANCELLED, "cancelled on request; the guest is on its source", List.of());
        }
        return entry.record().failure().isPresent()
                ? entry
                : failing(
                        entry,
                        ErrorCode.HYPERVISOR_FAILED,
                        "the migration ended and the guest is still on its source",
                        List.of());
    }

    /** Which disks go along is settled by the guest's host itself; reports only told what it would be. */
    private static Reading described(Turn turn, OperationEntry entry, Optional<GuestDisks> disks) {
        OperationRecord operation = entry.record();
        if (!operation.copiesStorage()) {
            return Reading.of(entry, OperationEvent.SATISFIED);
        }
        HostId from = operation.host().orElseThrow();
        if (disks.isEmpty()) {
            String old =
                    "the agent of host " + from + " does not tell of its guests' disks; install this version's agent"
                            + " there, or move the guest without --copy-storage";
            return Reading.of(failing(entry, ErrorCode.UNSUPPORTED, old, List.of()), OperationEvent.REFUSED);
        }
        HostId to = operation.destination().orElseThrow();
        List<Reason> tied = disks.get().tied().stream()
                .filter(reason -> !turn.storage().isProved(reason.names().getOrDefault("pool", ""), from, to))
                .toList();
        if (!tied.isEmpty()) {
            return Reading.of(failing(entry, ErrorCode.INFEASIBLE, "", tied), OperationEvent.REFUSED);
        }
        List<GuestDisk> copied = disks.get().disks().stream()
                .filter(disk -> !turn.storage().isProved(disk.pool(), from, to))
                .toList();
        return Reading.of(entry.with(operation.copying(copied)), OperationEvent.SATISFIED);
    }

    private static Reading arrivalChecked(OperationEntry entry, List<Reason> reasons) {
        return reasons.isEmpty()
                ? Reading.of(entry, OperationEvent.SATISFIED)
                : Reading.of(failing(entry, ErrorCode.INFEASIBLE, "", reasons), OperationEvent.REFUSED);
    }

    private static Reading proofRead(Turn turn, OperationEntry entry, boolean found) {
        OperationRecord operation = entry.record();
        if (entry.gathered().proving().isEmpty()) {
            return new Reading(entry, Optional.empty());
        }
        HostId from = operation.host().orElseThrow();
        HostId to = operation.destination().orElseThrow();
        String pool = entry.gathered().proving().get();
        if (found) {
            if (!turn.storage().isProved(pool, from, to)) {
                turn.tell(Operations.about(EventRecord.What.POOL_PROVED_SHARED, operation)
                        .with("pool", pool)
                        .with("from", from.value())
                        .with("to", to.value()));
            }
            turn.prove(pool, HostPair.of(from, to));
            return Reading.of(entry, OperationEvent.SATISFIED);
        }
        Reason reason = Reason.of(ReasonCode.POOL_NOT_SHARED)
                .with("pool", pool)
                .with("host", to.value())
                .with("step", "proved");
        return Reading.of(failing(entry, ErrorCode.INFEASIBLE, "", List.of(reason)), OperationEvent.NOT_YET);
    }

    /** A withdrawal that does not succeed is not why the migration ends. */
    private static OperationEntry failing(OperationEntry entry, ErrorCode code, String detail, List<Reason> reasons) {
        if (entry.record().isWithdrawing()) {
            return entry;
        }
        return entry.with(entry.record().failing(code, detail, reasons));
    }
}
