package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Input.RequestArrived;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.InquiryEntry;
import io.kvmherd.controller.app.state.OperationEntry;
import java.util.Optional;

/**
 * What people and programs ask. Each request is answered once, in the turn that takes it, except what an agent must answer:
 * a question, or a change of a migration that is going on. A mutation leaves one audit row, accepted, refused or denied, and
 * one that an agent must answer another when it is asked; a key that was accepted before gets the same operation again.
 */
final class Requests {
    private Requests() {}

    static void arrived(Turn turn, RequestArrived arrived) {
        Caller caller = arrived.caller();
        if (arrived.body() instanceof Request.Denied denied) {
            Response response = Refusals.denied(denied);
            audit(turn, caller, denied, response);
            turn.answer(arrived.request(), response);
            return;
        }
        Optional<Response> before = answeredBefore(turn, caller);
        if (before.isPresent()) {
            turn.answer(arrived.request(), before.get());
            return;
        }
        if (arrived.body() instanceof Request.ReadGuestXml read) {
            Inquiries.guestXml(turn, arrived.request(), read);
            return;
        }
        if (arrived.body() instanceof Request.AdoptGuests adopt) {
            SurveyRequests.arrived(turn, arrived.request(), caller.principal(), adopt.wish());
            return;
        }
        Response response = carryOut(turn, caller.principal(), arrived.body());
        if (response instanceof Response.Accepted asked && MigrationRequests.isChange(arrived.body())) {
            ask(turn, arrived, asked);
            return;
        }
        if (!arrived.body().dryRun()) {
            audit(turn, caller, arrived.body(), response);
            accepted(turn, caller, response).ifPresent(accepted -> remember(turn, accepted));
        }
        turn.answer(arrived.request(), response);
    }

    /** The audit says so before the agent may do it; whether it was accepted is up to that. */
    private static void ask(Turn turn, RequestArrived arrived, Response.Accepted asked) {
        AuditRecord row = auditRow(turn, arrived.caller(), arrived.body(), asked)
                .ended(
                        turn.now().wall(),
                        "asked of host " + asked.operation().host().orElseThrow());
        turn.write(new StoreWrite.AppendAudit(row));
        MigrationRequests.awaitAgent(
                turn,
                arrived,
                asked.operation(),
                new InquiryEntry.Traces(row, accepted(turn, arrived.caller(), asked)));
    }

    private static Response carryOut(Turn turn, String principal, Request request) {
        if (turn.openOperations().size() >= AppLimits.OPERATIONS_OPEN
                && !(request instanceof Request.CancelOperation)) {
            return Refusals.tooMany("too many operations are open", AppLimits.OPERATIONS_OPEN);
        }
        return switch (request) {
            case Request.CreateGuest create -> GuestRequests.create(turn, principal, create);
            case Request.StartGuest start -> GuestRequests.start(turn, principal, start);
            case Request.ShutDownGuest shutDown -> GuestRequests.shutDown(turn, principal, shutDown);
            case Request.StopGuest stop -> GuestRequests.stop(turn, principal, stop);
            case Request.DeleteGuest delete -> GuestRequests.delete(turn, principal, delete);
            case Request.MigrateGuest migrate -> GuestRequests.migrate(turn, principal, migrate);
            case Request.RelocateGuest relocate -> GuestRequests.relocate(turn, principal, relocate);
            case Request.AcceptGuest accept -> Reconciliation.accept(turn, principal, accept);
            case Request.RestoreGuest restore -> Reconciliation.restore(turn, principal, restore);
            case Request.SetDuty duty -> HostRequests.setDuty(turn, duty);
            case Request.SetCluster set -> SettingRequests.cluster(turn, set);
            case Request.SetHost set -> SettingRequests.host(turn, set);
            case Request.RemoveHost remove -> Membership.remove(turn, remove);
            case Request.AddHost add -> Membership.add(turn, add);
            case Request.EvacuateHosts evacuate -> EvacuationRequests.evacuate(turn, principal, evacuate);
            case Request.RestoreHost restore -> Restores.restore(turn, principal, restore);
            case Request.ApplyPlan apply -> HostRequests.applyPlan(turn, principal, apply);
            case Request.CancelOperation cancel -> cancel(turn, cancel);
            case Request.CreateToken create -> Tokens.create(turn, principal, create);
            case Request.RevokeToken revoke -> Tokens.revoke(turn, revoke);
            case Request.LimitMigration limit -> MigrationRequests.limit(turn, limit);
            case Request.StartPostCopy start -> MigrationRequests.startPostCopy(turn, start);
            case Request.ReleaseGuest release -> GuestRequests.release(turn, principal, release);
            case Request.ReleaseGuests release -> Releases.all(turn, principal, release);
            case Request.MarkGuest mark -> OwnGuests.mark(turn, principal, mark);
            case Request.SetGuest set -> SettingRequests.guest(turn, set);
            case Request.AdoptGuests adopt ->
                throw new IllegalStateException("an adoption waits for agents first: " + adopt);
            case Request.ReadGuestXml read -> throw new IllegalStateException("a question is not carried out: " + read);
            case Request.Denied denied ->
                throw new IllegalStateException("what is denied is not carried out: " + denied);
        };
    }

    private static Response cancel(Turn turn, Request.CancelOperation cancel) {
        Optional<OperationEntry> entry = turn.operation(cancel.operation());
        if (entry.isEmpty()) {
            return Refusals.noSuchOperation(cancel.operation());
        }
        if (!entry.get().record().isOpen()) {
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "operation " + cancel.operation() + " cannot be cancelled",
                    "it has ended: " + entry.get().record().state(),
                    "nothing is left to do");
        }
        if (entry.get().record().kind().isParent()) {
            Evacuations.cancel(turn, entry.get());
        } else if (!Operations.cancel(turn, entry.get())) {
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "operation " + cancel.operation() + " cannot be cancelled now",
                    entry.get().isInPostCopy()
                            ? "it is in post-copy: the guest runs at its destination while its memory follows, and neither"
                                    + " host has all of it"
                            : "phase " + entry.get().record().phase() + " cannot be undone half way",
                    "wait for its end: kvmherd operation watch " + cancel.operation());
        }
        return new Response.Accepted(
                turn.operation(cancel.operation()).orElseThrow().record());
    }

    private static Optional<Response> answeredBefore(Turn turn, Caller caller) {
        if (caller.idempotencyKey().isEmpty()) {
            return Optional.empty();
        }
        return turn.accepted(key(caller.principal(), caller.idempotencyKey()))
                .flatMap(accepted -> Repetition.of(
                        caller,
                        accepted,
                        turn.now().wall(),
                        id -> turn.operation(id).map(OperationEntry::record)));
    }

    /** By what the request is known again; empty without a key, or where nothing was accepted. */
    private static Optional<IdempotencyRecord> accepted(Turn turn, Caller caller, Response response) {
        return response instanceof Response.Accepted accepted
                        && !caller.idempotencyKey().isEmpty()
                ? Optional.of(new IdempotencyRecord(
                        caller.principal(),
                        caller.idempotencyKey(),
                        caller.fingerprint(),
                        accepted.operation().id(),
                        turn.now().wall()))
                : Optional.empty();
    }

    static void remember(Turn turn, IdempotencyRecord accepted) {
        turn.remember(key(accepted.principal(), accepted.key()), accepted);
    }

    private static String key(String principal, String idempotencyKey) {
        return principal + ' ' + idempotencyKey;
    }

    private static void audit(Turn turn, Caller caller, Request request, Response response) {
        turn.write(new StoreWrite.AppendAudit(auditRow(turn, caller, request, response)));
    }

    /** In one word, and why not. */
    static String outcome(Response response) {
        return switch (response) {
            case Response.Refused refused -> refused.code() + ": " + refused.what() + ": " + refused.why();
            case Response.Releases releases ->
                "accepted: " + releases.begun() + " of " + releases.outcomes().size() + " guests";
            default -> "accepted";
        };
    }

    private static AuditRecord auditRow(Turn turn, Caller caller, Request request, Response response) {
        Optional<OperationId> operation = response instanceof Response.Accepted accepted
                ? Optional.of(accepted.operation().id())
                : Optional.empty();
        return new AuditRecord(
                turn.now().wall(),
                caller.principal(),
                request instanceof Request.Denied denied
                        ? denied.action()
                        : request.getClass().getSimpleName(),
                objectOf(request),
                request.reason(),
                outcome(response),
                operation);
    }

    private static String objectOf(Request request) {
        return switch (request) {
            case Request.CreateGuest create -> create.spec().name();
            case Request.StartGuest start -> start.guest();
            case Request.ShutDownGuest shutDown -> shutDown.guest();
            case Request.StopGuest stop -> stop.guest();
            case Request.DeleteGuest delete -> delete.guest();
            case Request.MigrateGuest migrate -> migrate.guest();
            case Request.RelocateGuest relocate -> relocate.guest();
            case Request.AcceptGuest accept -> accept.guest();
            case Request.RestoreGuest restore -> restore.guest();
            case Request.SetDuty duty -> duty.host() + " " + duty.duty();
            case Request.SetCluster set -> SettingRequests.objectOf(set);
            case Request.SetHost set -> SettingRequests.objectOf(set);
            case Request.RemoveHost remove -> remove.host().value();
            case Request.AddHost add -> add.host().value();
            case Request.EvacuateHosts evacuate -> EvacuationRequests.named(evacuate.hosts());
            case Request.RestoreHost restore -> restore.host() + " " + restore.scope();
            case Request.ApplyPlan apply -> apply.plan().toString();
            case Request.CancelOperation cancel -> cancel.operation().toString();
            case Request.CreateToken create -> create.name() + " " + create.role();
            case Request.RevokeToken revoke -> revoke.name();
            case Request.LimitMigration limit -> limit.operation() + " " + limit.mibPerSecond();
            case Request.StartPostCopy start -> start.operation().toString();
            case Request.ReadGuestXml read -> read.guest();
            case Request.Denied denied -> denied.object();
            case Request.AdoptGuests adopt -> adopt.wish().object();
            case Request.ReleaseGuest release -> release.guest();
            case Request.SetGuest set -> SettingRequests.objectOf(set);
            case Request.ReleaseGuests release ->
                "all guests" + release.host().map(host -> " of " + host).orElse("");
            case Request.MarkGuest mark ->
                mark.guest()
                        + (mark.carriesController() ? " controller" : " no controller")
                        + (mark.withoutDiskLock() ? ", without a lock" : "");
        };
    }
}
