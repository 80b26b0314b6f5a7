package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.placement.CopiedDisks;
import java.util.List;
import java.util.Optional;

/** How migrations are made, and requests about one that is going on. */
final class MigrationRequests {
    private MigrationRequests() {}

    /** As asked for; else as the guest says; else as the cluster does. */
    static MigrationCourse course(Turn turn, GuestRecord guest, Request.MigrateGuest request) {
        MigrationCourse usual = usual(turn, guest);
        MigrationCourse plain = new MigrationCourse(
                request.policy().orElse(usual.policy()),
                request.limitMibPerSecond().orElse(usual.limitMibPerSecond()),
                Optional.empty());
        return request.copyStorage() ? copying(turn, plain, guest) : plain;
    }

    /** What a part of a plan goes by that takes disks along. */
    static MigrationCourse copying(Turn turn, GuestRecord guest) {
        MigrationCourse usual = usual(turn, guest);
        boolean postCopy = usual.policy().terms().postCopy();
        return copying(
                turn,
                postCopy
                        ? new MigrationCourse(MigrationPolicy.NORMAL, usual.limitMibPerSecond(), Optional.empty())
                        : usual,
                guest);
    }

    /** How an evacuation remembers for all its rounds that disks go along. */
    static Optional<MigrationCourse> copyingWhatMoves() {
        return Optional.of(new MigrationCourse(MigrationPolicy.NORMAL, 0, Optional.empty()).copying(List.of()));
    }

    private static MigrationCourse copying(Turn turn, MigrationCourse plain, GuestRecord guest) {
        return plain.copying(turn.view()
                .guest(guest.id())
                .map(seen -> CopiedDisks.of(seen, turn.storage().copying()))
                .orElse(List.of()));
    }

    /** QEMU does not switch to post-copy while disks are copied, and a policy that would is not made to mean less. */
    static Optional<Response> refusalToCopy(GuestRecord guest, MigrationCourse course) {
        boolean both = course.copy().isPresent() && course.policy().terms().postCopy();
        return both
                ? Optional.of(Refusals.refused(
                        ErrorCode.CONFLICT,
                        "guest " + guest.spec().name() + " cannot be migrated with its disks",
                        "its policy " + course.policy().value()
                                + " may switch to post-copy, which QEMU does not while disks are copied",
                        "name a policy without post-copy: --policy normal"))
                : Optional.empty();
    }

    /** What a migration goes by that nobody said more about. */
    static OperationRecord asUsual(Turn turn, OperationRecord operation) {
        return operation.kind() == OperationKind.MIGRATE && operation.course().isEmpty()
                ? operation.on(operation.guest().flatMap(turn::guest).map(guest -> usual(turn, guest)))
                : operation;
    }

    private static MigrationCourse usual(Turn turn, GuestRecord guest) {
        return new MigrationCourse(
                guest.spec().migration().orElse(turn.view().settings().migrationPolicy()),
                turn.view().settings().migrationLimitMibPerSecond(),
                Optional.empty());
    }

    static Response limit(Turn turn, Request.LimitMigration request) {
        Optional<OperationEntry> entry = turn.operation(request.operation());
        Optional<Response> refusal = refusal(entry, request.operation(), "limited");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        OperationEntry limited =
                entry.orElseThrow().with(entry.orElseThrow().record().limited(request.mibPerSecond()));
        Operations.besides(
                turn,
                limited,
                new AgentCommand.LimitMigration(limited.record().guest().orElseThrow(), request.mibPerSecond()));
        return accepted(turn, request.operation());
    }

    static Response startPostCopy(Turn turn, Request.StartPostCopy request) {
        Optional<OperationEntry> entry = turn.operation(request.operation());
        Optional<Response> refusal = refusal(entry, request.operation(), "switched to post-copy");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        OperationEntry sending = entry.orElseThrow();
        boolean possible = sending.record()
                .course()
                .filter(course -> course.policy().terms().postCopy())
                .isPresent();
        if (!possible) {
            String policy = sending.record()
                    .course()
                    .map(course -> course.policy().value())
                    .orElse("-");
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "migration " + request.operation() + " cannot be switched to post-copy",
                    "it was begun under policy " + policy
                            + ", which does not allow that, and libvirt has to know before",
                    "cancel it and migrate with --policy must-finish, or wait for its end");
        }
        Operations.besides(
                turn,
                sending,
                new AgentCommand.StartPostCopy(sending.record().guest().orElseThrow()));
        return accepted(turn, request.operation());
    }

    private static Response accepted(Turn turn, OperationId operation) {
        return new Response.Accepted(turn.operation(operation).orElseThrow().record());
    }

    private static Optional<Response> refusal(Optional<OperationEntry> entry, OperationId operation, String what) {
        if (entry.isEmpty()) {
            return Optional.of(Refusals.noSuchOperation(operation));
        }
        return Operations.isSending(entry.get())
                ? Optional.empty()
                : Optional.of(Refusals.refused(
                        ErrorCode.CONFLICT,
                        "operation " + operation + " cannot be " + what,
                        "it is a " + entry.get().record().kind() + " in phase "
                                + entry.get().record().phase() + "; only a migration that is being sent can be",
                        "look at it: kvmherd operation show " + operation));
    }
}
