package io.kvmherd.controller.app.state;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.operation.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The durable half of an operation: written before its command leaves, so that a restarted controller goes on with it.
 *
 * @param guest the guest it holds; empty for a parent
 * @param host owner of the guest, or the host that is emptied; empty where that are several
 * @param destination where a migration goes
 * @param placement the guest's generation when the operation began
 * @param state as the outside sees it
 * @param phase where it is
 * @param awaitedStep step whose answer the phase waits for, 0 before the first
 * @param lastStep highest step number that was drawn
 * @param cancelRequested whether somebody asked to cancel; the end comes from what is found
 * @param parent the operation that it belongs to
 * @param plan the plan that a parent carries out
 * @param round how often a parent has planned
 * @param requestedBy who asked
 * @param reason why, in the operator's words; may be empty
 * @param failure why it did not succeed
 * @param reasons with numbers, where rules refused
 * @param course of a migration
 * @param hosts of a parent, the hosts that it empties or brings guests back to; see {@link #wholeHosts}
 */
public record OperationRecord(
        OperationId id,
        OperationKind kind,
        Optional<GuestId> guest,
        Optional<HostId> host,
        Optional<HostId> destination,
        PlacementGeneration placement,
        OperationState state,
        Phase phase,
        int awaitedStep,
        int lastStep,
        boolean cancelRequested,
        Optional<OperationId> parent,
        Optional<PlanId> plan,
        int round,
        String requestedBy,
        String reason,
        Instant createdAt,
        Optional<Instant> endedAt,
        Optional<Failure> failure,
        List<Reason> reasons,
        Optional<MigrationCourse> course,
        List<HostId> hosts) {
    /**
     * @param code what kind
     * @param detail the words of who failed; may be empty
     */
    public record Failure(ErrorCode code, String detail) {}

    public OperationRecord {
        reasons = List.copyOf(reasons);
        hosts = List.copyOf(hosts);
    }

    public boolean isOpen() {
        return !state.isTerminal();
    }

    /** The host that the current phase talks to. */
    public Optional<HostId> addressee() {
        return switch (phase.role()) {
            case OWNER -> host;
            case DESTINATION -> destination;
            case NONE -> Optional.empty();
        };
    }

    public boolean concerns(HostId candidate) {
        return host.equals(Optional.of(candidate))
                || destination.equals(Optional.of(candidate))
                || hosts.contains(candidate);
    }

    /** The hosts that a parent is about; none of an operation on one guest. Parents of old had one and no list. */
    public List<HostId> wholeHosts() {
        return hosts.isEmpty() && kind.isParent() ? host.stream().toList() : hosts;
    }

    /** Whether it only takes back what it announced, and the reason for its end is known already. */
    public boolean isWithdrawing() {
        return phase == Phase.WITHDRAW && (failure.isPresent() || cancelRequested);
    }

    public OperationRecord enter(Phase next) {
        return copy(
                OperationState.RUNNING, next, lastStep + 1, lastStep + 1, cancelRequested, endedAt, failure, reasons);
    }

    /** Its first command leaves. */
    public OperationRecord running() {
        return copy(OperationState.RUNNING, phase, awaitedStep, lastStep, cancelRequested, endedAt, failure, reasons);
    }

    /** Draws a step number for a command besides the awaited one. */
    public OperationRecord drawStep() {
        return copy(state, phase, awaitedStep, lastStep + 1, cancelRequested, endedAt, failure, reasons);
    }

    public OperationRecord cancelling() {
        return copy(state, phase, awaitedStep, lastStep, true, endedAt, failure, reasons);
    }

    public OperationRecord failing(ErrorCode code, String detail, List<Reason> why) {
        return copy(
                state,
                phase,
                awaitedStep,
                lastStep,
                cancelRequested,
                endedAt,
                Optional.of(new Failure(code, detail)),
                why);
    }

    /** What went wrong on the way to a success is no failure. */
    public OperationRecord ended(OperationState ending, Instant at) {
        boolean succeeded = ending == OperationState.SUCCEEDED;
        return copy(
                ending,
                Phase.ENDED,
                awaitedStep,
                lastStep,
                cancelRequested,
                Optional.of(at),
                succeeded ? Optional.empty() : failure,
                succeeded ? List.of() : reasons);
    }

    /** What somebody should know of it although it succeeded. */
    public OperationRecord remarking(List<Reason> remarks) {
        return copy(state, phase, awaitedStep, lastStep, cancelRequested, endedAt, failure, remarks);
    }

    public OperationRecord planned(PlanId newPlan) {
        return new OperationRecord(
                id,
                kind,
                guest,
                host,
                destination,
                placement,
                OperationState.RUNNING,
                phase,
                awaitedStep,
                lastStep,
                cancelRequested,
                parent,
                Optional.of(newPlan),
                round + 1,
                requestedBy,
                reason,
                createdAt,
                endedAt,
                failure,
                reasons,
                course,
                hosts);
    }

    /** Its rate is bounded anew; 0 for no limit. */
    public OperationRecord limited(long mibPerSecond) {
        return on(course.map(now -> now.limited(mibPerSecond)));
    }

    /** What its source is told that it may send; 0 for no bound. */
    public OperationRecord bounded(long mibPerSecond) {
        return on(course.map(now -> now.bounded(mibPerSecond)));
    }

    public OperationRecord measured(MigrationFigures figures) {
        return on(course.map(now -> now.measured(figures)));
    }

    /** Whether disks that are not shared are copied along. */
    public boolean copiesStorage() {
        return course.flatMap(MigrationCourse::copy).isPresent();
    }

    /** The disks that are copied along, as far as they are known. */
    public List<GuestDisk> copies() {
        return course.flatMap(MigrationCourse::copy).map(StorageCopy::disks).orElse(List.of());
    }

    /** The copies that its withdrawal removes. */
    public List<GuestDisk> discardedCopies() {
        return course.flatMap(MigrationCourse::copy)
                .filter(copy -> !copy.kept())
                .map(StorageCopy::disks)
                .orElse(List.of());
    }

    /** The guest's host told which disks are copied. */
    public OperationRecord copying(List<GuestDisk> disks) {
        return on(course.map(now -> now.copying(disks)));
    }

    public OperationRecord keepingCopies() {
        return on(course.map(MigrationCourse::keepingCopies));
    }

    /** A migration goes this way. */
    public OperationRecord on(Optional<MigrationCourse> newCourse) {
        return new OperationRecord(
                id,
                kind,
                guest,
                host,
                destination,
                placement,
                state,
                phase,
                awaitedStep,
                lastStep,
                cancelRequested,
                parent,
                plan,
                round,
                requestedBy,
                reason,
                createdAt,
                endedAt,
                failure,
                reasons,
                newCourse,
                hosts);
    }

    // size: the one place that copies, so that each change above names only what it changes
    private OperationRecord copy(
            OperationState newState,
            Phase newPhase,
            int newAwaited,
            int newLast,
            boolean newCancel,
            Optional<Instant> newEnd,
            Optional<Failure> newFailure,
            List<Reason> newReasons) {
        // changes
        return new OperationRecord(
                id,
                kind,
                guest,
                host,
                destination,
                placement,
                newState,
                newPhase,
                newAwaited,
                newLast,
                newCancel,
                parent,
                plan,
                round,
                requestedBy,
                reason,
                createdAt,
                newEnd,
                newFailure,
                newReasons,
                course,
                hosts);
    }
}
