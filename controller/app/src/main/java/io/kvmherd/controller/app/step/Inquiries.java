package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.InquiryEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Questions of readers that only an agent can answer. They change nothing and nothing of them lasts. */
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
        turn.ask(id, new InquiryEntry(request, host.get().id(), "guest " + read.guest(), turn.nowMs()));
        turn.send(
                host.get().id(),
                new CommandEnvelope(
                        id,
                        1,
                        turn.identity().epoch(),
                        turn.nextCommandSequence(),
                        host.get().presence().generation().orElseThrow(),
                        new PlacementGeneration(0),
                        AppLimits.INQUIRY_MS,
                        new AgentCommand.ReadGuestXml(guest.get().id())));
    }

    /** @return whether the answer was for a question of a reader */
    static boolean answered(Turn turn, HostId host, LinkMessage.CommandAnswer answer) {
        InquiryEntry inquiry = turn.inquiries().get(answer.operation());
        if (inquiry == null || !inquiry.host().equals(host)) {
            return false;
        }
        turn.dropInquiry(answer.operation());
        turn.answer(inquiry.request(), response(inquiry, answer.result()));
        return true;
    }

    static void tick(Turn turn) {
        for (Map.Entry<OperationId, InquiryEntry> open :
                List.copyOf(turn.inquiries().entrySet())) {
            if (turn.nowMs() - open.getValue().askedMs() > AppLimits.INQUIRY_MS) {
                turn.dropInquiry(open.getKey());
                turn.answer(
                        open.getValue().request(),
                        Refusals.refused(
                                ErrorCode.UNREACHABLE,
                                open.getValue().subject() + " cannot be read",
                                "host " + open.getValue().host() + " did not answer within " + AppLimits.INQUIRY_MS
                                        + " ms",
                                "look at the host: kvmherd host show "
                                        + open.getValue().host()));
            }
        }
    }

    private static Response response(InquiryEntry inquiry, CommandResult result) {
        return switch (result) {
            case CommandResult.GuestDescribed described -> new Response.GuestXml(described.domainXml());
            case CommandResult.Failed failed ->
                Refusals.refused(
                        failed.code(),
                        inquiry.subject() + " cannot be read",
                        failed.message(),
                        "look at the host: kvmherd host show " + inquiry.host());
            default ->
                Refusals.refused(
                        ErrorCode.UNREACHABLE,
                        inquiry.subject() + " cannot be read",
                        "host " + inquiry.host() + " answered " + result,
                        "try again");
        };
    }
}
