package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.InquiryEntry;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Questions that only an agent can answer: what a reader asks, and whether a migration that is going on was changed as
 * somebody wished. Nothing of them lasts.
 */
final class Inquiries {
    private Inquiries() {}

    static void guestXml(Turn turn, UUID request, Request.ReadGuestXml read) {
        Optional<GuestRecord> guest = turn.guestCalled(read.guest());
        if (guest.isEmpty()) {
            turn.answer(request, Refusals.noSuchGuest(read.guest()));
            return;
        }
        Optional<HostEntry> host = guest.get().host().flatMap(turn::host).filter(HostEntry::takesCommands);
        if (host.isEmpty()) {
            turn.answer(request, Refusals.hostSilent(guest.get()));
            return;
        }
        if (turn.inquiries().size() >= AppLimits.INQUIRIES_OPEN) {
            turn.answer(request, Refusals.tooMany("too many questions wait for agents", AppLimits.INQUIRIES_OPEN));
            return;
        }
        OperationId id = new OperationId(turn.newId());
        turn.ask(
                id,
                new InquiryEntry(
                        request,
                        host.get().id(),
                        1,
                        "guest " + read.guest() + " cannot be read",
                        turn.nowMs(),
                        OptionalLong.empty(),
                        Optional.empty()));
        turn.send(
                host.get().id(),
                new CommandEnvelope(
                        id,
                        1,
                        turn.identity().epoch(),
                        turn.nextCommandSequence(),
                        turn.journalSequence(),
                        host.get().presence().generation().orElseThrow(),
                        new PlacementGeneration(0),
                        AppLimits.INQUIRY_MS,
                        new AgentCommand.ReadGuestXml(guest.get().id())));
    }

    /** @return whether the answer was for a question of a reader */
    static boolean answered(Turn turn, HostId host, LinkMessage.CommandAnswer answer) {
        InquiryEntry inquiry = turn.inquiries().get(answer.operation());
        if (inquiry == null || !inquiry.host().equals(host) || inquiry.step() != answer.step()) {
            return false;
        }
        turn.dropInquiry(answer.operation());
        Optional<OperationEntry> changed = turn.operation(answer.operation());
        settle(turn, inquiry, response(turn, inquiry, changed, answer.result()));
        return changed.isEmpty();
    }

    static void tick(Turn turn) {
        for (Map.Entry<OperationId, InquiryEntry> open :
                List.copyOf(turn.inquiries().entrySet())) {
            if (turn.nowMs() - open.getValue().askedMs() > AppLimits.INQUIRY_MS) {
                turn.dropInquiry(open.getKey());
                settle(
                        turn,
                        open.getValue(),
                        Refusals.refused(
                                ErrorCode.UNREACHABLE,
                                open.getValue().failure(),
                                "host " + open.getValue().host() + " did not answer within " + AppLimits.INQUIRY_MS
                                        + " ms",
                                "look at the host: kvmherd host show "
                                        + open.getValue().host()));
            }
        }
    }

    /** Only now is it known whether a change was accepted; one that was refused may be asked for again under its key. */
    private static void settle(Turn turn, InquiryEntry inquiry, Response response) {
        inquiry.traces().ifPresent(traces -> {
            AuditRecord row = traces.asked().ended(turn.now().wall(), Requests.outcome(response));
            turn.write(new StoreWrite.AppendAudit(row));
            if (response instanceof Response.Accepted) {
                traces.accepted().ifPresent(accepted -> Requests.remember(turn, accepted));
            }
        });
        turn.answer(inquiry.request(), response);
    }

    private static Response response(
            Turn turn, InquiryEntry inquiry, Optional<OperationEntry> changed, CommandResult result) {
        String next = "look at the host: kvmherd host show " + inquiry.host();
        return switch (result) {
            case CommandResult.GuestDescribed described -> new Response.GuestXml(described.domainXml());
            case CommandResult.Done done
            when changed.isPresent() -> new Response.Accepted(changed(turn, inquiry, changed.get()));
            case CommandResult.NotAdmitted refusal ->
                Refusals.refused(
                        ErrorCode.CONFLICT,
                        inquiry.failure(),
                        "host " + inquiry.host() + " refuses: " + refusal.detail(),
                        next);
            case CommandResult.Failed failed ->
                Refusals.refused(failed.code(), inquiry.failure(), failed.message(), next);
            default ->
                Refusals.refused(
                        ErrorCode.UNREACHABLE,
                        inquiry.failure(),
                        "host " + inquiry.host() + " answered " + result,
                        "try again");
        };
    }

    private static OperationRecord changed(Turn turn, InquiryEntry inquiry, OperationEntry entry) {
        if (inquiry.limitMibPerSecond().isEmpty() || !entry.record().isOpen()) {
            return entry.record();
        }
        OperationEntry limited =
                entry.with(entry.record().limited(inquiry.limitMibPerSecond().getAsLong()));
        turn.put(limited);
        return limited.record();
    }
}
