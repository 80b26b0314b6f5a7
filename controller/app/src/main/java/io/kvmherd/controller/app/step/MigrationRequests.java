package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.Optional;

/** How migrations are made, and requests about one that is going on. */
final class MigrationRequests {
    private MigrationRequests() {}

    /** As asked for; else as the guest says; else as the cluster does. */
    static MigrationCourse course(Turn turn, GuestRecord guest, Request.MigrateGuest request) {
        MigrationCourse usual = usual(turn, guest);
        return MigrationCourse.planned(
                request.policy().orElse(usual.policy()),
                request.limitMibPerSecond().orElse(usual.limitMibPerSecond()));
    }

    /** A migration as it begins: by the usual course where nobody said more about it, and over which way. */
    static OperationRecord settled(Turn turn, OperationRecord operation) {
        if (operation.kind() != OperationKind.MIGRATE) {
            return operation;
        }
        Optional<MigrationCourse> course = operation
                .course()
                .or(() -> operation.guest().flatMap(turn::guest).map(guest -> usual(turn, guest)));
        return operation.on(course.map(planned -> planned.over(transport(turn, operation))));
    }

    static MigrationTransport transport(Turn turn, OperationRecord operation) {
        ClusterView view = turn.view();
        return MigrationRules.transport(
                view,
                view.host(operation.host().orElseThrow()).orElseThrow(),
                view.host(operation.destination().orElseThrow()).orElseThrow());
    }

    private static MigrationCourse usual(Turn turn, GuestRecord guest) {
        return MigrationCourse.planned(
                guest.spec().migration().orElse(turn.view().settings().migrationPolicy()),
                turn.view().settings().migrationLimitMibPerSecond());
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
