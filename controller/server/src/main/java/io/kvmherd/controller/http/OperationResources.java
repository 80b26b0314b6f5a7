package io.kvmherd.controller.http;

import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.api.MigrationResource;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.ProgressResource;
import io.kvmherd.common.api.ReasonResource;
import io.kvmherd.common.api.ReasonText;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.LinkMessage.MigrationPhase;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import io.kvmherd.controller.app.state.Adoption;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Operations as the API shows them. */
final class OperationResources {
    private static final int HUNDRED = 100;

    private OperationResources() {}

    /**
     * Newest first; the parts of one parent in the order of its plan, which is the order in which they were drawn.
     *
     * @param wanted those that the page is a part of
     */
    static OperationList page(Snapshot snapshot, List<OperationRecord> wanted, boolean newestFirst, Page page) {
        Comparator<OperationRecord> order = Comparator.comparing(OperationRecord::id);
        Comparator<OperationRecord> shownOrder = newestFirst ? order.reversed() : order;
        Optional<OperationId> after = page.after().map(OperationId::of);
        List<OperationRecord> rest = wanted.stream()
                .filter(record -> after.isEmpty() || isBehind(record.id(), after.get(), newestFirst))
                .sorted(shownOrder)
                .limit(page.limit() + 1L)
                .toList();
        List<OperationRecord> shown = rest.stream().limit(page.limit()).toList();
        return new OperationList(
                shown.stream().map(record -> of(snapshot, record)).toList(),
                rest.size() > shown.size() ? Optional.of(shown.getLast().id().toString()) : Optional.empty());
    }

    /** With those of its parts that are in memory. */
    static OperationResource of(Snapshot snapshot, OperationRecord operation) {
        return of(snapshot, operation, children(snapshot, operation));
    }

    static OperationResource of(Snapshot snapshot, OperationRecord operation, List<OperationId> parts) {
        boolean moves = operation.destination().isPresent();
        return new OperationResource(
                operation.id(),
                kind(operation.kind()),
                OperationResource.State.valueOf(operation.state().name()),
                operation.phase().name(),
                operation.guest(),
                operation.guest().map(snapshot::guestName).orElse(""),
                operation.host(),
                operation.wholeHosts(),
                moves ? operation.host() : Optional.empty(),
                operation.destination(),
                operation.requestedBy(),
                operation.reason(),
                operation.createdAt(),
                operation.endedAt(),
                message(snapshot, operation),
                operation.failure().map(failure -> failure.code().name()).orElse(""),
                operation.reasons().stream().map(ReasonResource::of).toList(),
                progress(snapshot, operation),
                operation.parent(),
                parts,
                operation.course().filter(course -> moves).map(course -> of(operation, course)),
                operation.isOpen() ? HostProgresses.of(snapshot, operation) : List.of());
    }

    private static MigrationResource of(OperationRecord operation, MigrationCourse course) {
        Optional<MigrationFigures> taken = course.figures();
        return new MigrationResource(
                course.policy(),
                course.limitMibPerSecond(),
                taken.map(figures -> OptionalLong.of(figures.downtimeMs())).orElse(OptionalLong.empty()),
                taken.map(figures -> OptionalLong.of(figures.totalMs())).orElse(OptionalLong.empty()),
                taken.map(figures -> OptionalLong.of(figures.sentBytes())).orElse(OptionalLong.empty()),
                course.boundMibPerSecond(),
                course.transport(),
                operation.copies().stream()
                        .map(disk -> CopyResources.of(disk, OptionalLong.empty()))
                        .toList(),
                CopyResources.leftBehind(operation));
    }

    static ProgressResource of(MigrationProgress progress) {
        boolean postCopy = progress.phase() == MigrationPhase.POST_COPY;
        // In post-copy the guest dirties its memory elsewhere.
        long netRate = progress.bytesPerSecond() - (postCopy ? 0 : progress.dirtyBytesPerSecond());
        return new ProgressResource(
                progress.totalBytes(),
                progress.sentBytes(),
                progress.remainingBytes(),
                progress.bytesPerSecond(),
                progress.dirtyBytesPerSecond(),
                progress.iteration(),
                progress.elapsedMs(),
                progress.downtimeMs(),
                progress.totalBytes() > 0 ? OptionalInt.of(percent(progress)) : OptionalInt.empty(),
                netRate > 0 ? OptionalLong.of(progress.remainingBytes() / netRate) : OptionalLong.empty(),
                postCopy,
                !postCopy && willNotConverge(progress),
                progress.downtimeAllowedMs(),
                progress.throttlePercent(),
                progress.diskTotalBytes(),
                progress.diskSentBytes());
    }

    /** What is dirtied in the time of one pass is sent in the next: at these rates no pass is shorter than the last. */
    private static boolean willNotConverge(MigrationProgress progress) {
        long pauseCarries = progress.bytesPerSecond() * progress.downtimeAllowedMs() / 1_000;
        return progress.bytesPerSecond() > 0
                && progress.dirtyBytesPerSecond() >= progress.bytesPerSecond()
                && progress.remainingBytes() > pauseCarries;
    }

    static OperationResource.Kind kind(OperationKind kind) {
        return switch (kind) {
            case CREATE, DEFINE -> OperationResource.Kind.CREATE;
            case START -> OperationResource.Kind.START;
            case SHUT_DOWN -> OperationResource.Kind.SHUT_DOWN;
            case STOP -> OperationResource.Kind.STOP;
            case DELETE -> OperationResource.Kind.DELETE;
            case MIGRATE -> OperationResource.Kind.MIGRATE;
            case RELOCATE -> OperationResource.Kind.RELOCATE;
            case FOLLOW -> OperationResource.Kind.FOLLOW;
            case TAKE_OVER -> OperationResource.Kind.TAKE_OVER;
            case GIVE_BACK -> OperationResource.Kind.GIVE_BACK;
            case REDEFINE -> OperationResource.Kind.REDEFINE;
            case EVACUATE -> OperationResource.Kind.EVACUATE;
            case APPLY_PLAN -> OperationResource.Kind.APPLY_PLAN;
            case RESTORE -> OperationResource.Kind.RESTORE;
        };
    }

    private static int percent(MigrationProgress progress) {
        long sent = Math.max(0, progress.totalBytes() - progress.remainingBytes());
        return (int) Math.min(HUNDRED, sent * HUNDRED / progress.totalBytes());
    }

    private static boolean isBehind(OperationId id, OperationId after, boolean newestFirst) {
        return newestFirst ? id.compareTo(after) < 0 : id.compareTo(after) > 0;
    }

    private static Optional<MessageResource> message(Snapshot snapshot, OperationRecord operation) {
        if (operation.isOpen()) {
            return Waits.of(snapshot, operation);
        }
        Optional<OperationRecord.Failure> failure = operation.failure();
        if (operation.kind() == OperationKind.RELOCATE && operation.state() == OperationState.SUCCEEDED) {
            return ofOtherMaker(snapshot, operation);
        }
        if (operation.state() == OperationState.SUCCEEDED || failure.isEmpty()) {
            return Optional.empty();
        }
        String how = switch (operation.state()) {
            case CANCELLED -> " was cancelled.";
            case PARTLY_DONE -> " was done in part.";
            default -> " failed.";
        };
        return Optional.of(new MessageResource(
                subject(snapshot, operation) + how,
                why(operation, failure.get()),
                Problems.nextFor(failure.get().code())));
    }

    /** A guest that is off may go where CPUs are of another maker; whoever starts it there should know. */
    private static Optional<MessageResource> ofOtherMaker(Snapshot snapshot, OperationRecord operation) {
        Optional<CpuVendor> from = operation.host().flatMap(host -> vendor(snapshot, host));
        Optional<CpuVendor> to = operation.destination().flatMap(host -> vendor(snapshot, host));
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            return Optional.empty();
        }
        return Optional.of(
                new MessageResource(
                        subject(snapshot, operation) + " went to a CPU of another maker.",
                        "The guest had " + from.get() + " and is given " + to.get() + " when it starts.",
                        "Start it and look whether its system minds; a CPU model that its specification names must exist there."));
    }

    private static Optional<CpuVendor> vendor(Snapshot snapshot, HostId host) {
        return snapshot.view()
                .host(host)
                .flatMap(HostView::facts)
                .map(facts -> facts.cpu().vendor());
    }

    private static String subject(Snapshot snapshot, OperationRecord operation) {
        String guest = operation.guest().map(snapshot::guestName).orElse("");
        String host = operation.host().map(HostId::value).orElse("");
        String hosts = operation.wholeHosts().size() > 1 ? "hosts " + named(operation.wholeHosts()) : "host " + host;
        return switch (operation.kind()) {
            case CREATE, DEFINE -> "The creation of guest " + guest;
            case START -> "The start of guest " + guest;
            case SHUT_DOWN -> "The shutdown of guest " + guest;
            case STOP -> "Switching off guest " + guest;
            case DELETE -> "The deletion of guest " + guest;
            case RELOCATE -> "The offline move of guest " + guest + " from " + host;
            case MIGRATE -> "The live migration of guest " + guest + " from " + host;
            case FOLLOW -> "Following guest " + guest + ", which was moved by hand from " + host + ",";
            case TAKE_OVER -> (isOurs(snapshot, operation) ? "Marking guest " : "The adoption of guest ") + guest;
            case GIVE_BACK -> "The release of guest " + guest;
            case REDEFINE -> "Putting back the definition of guest " + guest;
            case EVACUATE -> "The evacuation of " + hosts;
            case APPLY_PLAN -> "The plan for " + hosts;
            case RESTORE -> "Bringing guests back to host " + host;
        };
    }

    /** A guest that is managed already is told something by the same operation that takes others over. */
    private static boolean isOurs(Snapshot snapshot, OperationRecord operation) {
        return operation
                .guest()
                .flatMap(guest -> Optional.ofNullable(snapshot.state().guests().get(guest)))
                .filter(guest -> guest.adoption().map(Adoption::taken).orElse(true))
                .isPresent();
    }

    private static String named(List<HostId> hosts) {
        return String.join(", ", hosts.stream().map(HostId::value).toList());
    }

    /** The words of who failed; where rules refused, the first of their reasons. */
    private static String why(OperationRecord operation, OperationRecord.Failure failure) {
        return failure.detail().isEmpty() && !operation.reasons().isEmpty()
                ? ReasonText.of(operation.reasons().getFirst()).text()
                : failure.detail();
    }

    private static Optional<ProgressResource> progress(Snapshot snapshot, OperationRecord operation) {
        return Optional.ofNullable(snapshot.state().operations().get(operation.id()))
                .flatMap(OperationEntry::progress)
                .map(OperationResources::of);
    }

    private static List<OperationId> children(Snapshot snapshot, OperationRecord operation) {
        if (!operation.kind().isParent()) {
            return List.of();
        }
        List<OperationId> children = new ArrayList<>();
        for (OperationEntry entry : snapshot.state().operations().values()) {
            if (entry.record().parent().equals(Optional.of(operation.id()))) {
                children.add(entry.record().id());
            }
        }
        return children;
    }
}
