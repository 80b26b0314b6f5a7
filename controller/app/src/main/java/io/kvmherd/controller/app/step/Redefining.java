package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.Adoption;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.outside.KnownDefinition;
import java.util.Optional;

/** Puts back the definition that was accepted: as an operation, because an operator asked for it. */
final class Redefining {
    private Redefining() {}

    /**
     * What is to be put back of the guest.
     *
     * @param seen the guest as its owner has it; empty where it is not there any more
     * @return empty where its definition is as it was accepted
     */
    static Optional<Response> restore(
            Turn turn,
            String principal,
            Request.RestoreGuest request,
            GuestRecord guest,
            Optional<ObservedGuest> seen) {
        boolean renamed =
                seen.filter(there -> !there.name().equals(guest.spec().name())).isPresent();
        boolean edited = guest.definition()
                .filter(known -> known.isTextEdited()
                        || known.seen().autostart() != known.accepted().autostart())
                .isPresent();
        if (seen.isPresent() && !renamed && !edited) {
            return Optional.empty();
        }
        Optional<Response> refusal = refusal(turn, guest, seen, renamed);
        if (refusal.isPresent()) {
            return refusal;
        }
        return Optional.of(GuestRequests.finish(
                turn,
                GuestRequests.draft(turn, OperationKind.REDEFINE, guest, principal, request.reason()),
                guest,
                request.dryRun()));
    }

    private static Optional<Response> refusal(
            Turn turn, GuestRecord guest, Optional<ObservedGuest> seen, boolean renamed) {
        String name = guest.spec().name();
        if (seen.isEmpty() && (guest.definition().isEmpty() || guest.isSaidToHaveMoved())) {
            return Optional.of(Refusals.undefined(guest));
        }
        boolean textNeeded = seen.isEmpty()
                || guest.definition().filter(KnownDefinition::isTextEdited).isPresent();
        if (textNeeded
                && guest.definition()
                        .filter(known -> known.accepted().text().isEmpty())
                        .isPresent()) {
            return Optional.of(Refusals.refused(
                    ErrorCode.TOO_LARGE,
                    "guest " + name + " cannot be restored",
                    "its accepted definition was longer than " + Limits.DEFINITION_LENGTH
                            + " characters, and only its fingerprint was kept",
                    "edit it back with virsh, or take it as it is: kvmherd guest accept " + name));
        }
        if (renamed && seen.orElseThrow().state().isActive()) {
            return Optional.of(Refusals.wrongState(
                    guest,
                    "renamed back",
                    seen.orElseThrow().state().name(),
                    "libvirt renames only a domain that is off: kvmherd guest shutdown " + name));
        }
        return Modes.refusal(turn, guest);
    }

    static AgentCommand command(Turn turn, GuestRecord guest) {
        boolean absent = guest.host()
                .flatMap(turn::host)
                .filter(owner -> Views.seenOn(owner, guest.id()).isEmpty())
                .isPresent();
        Optional<KnownDefinition> known = guest.definition();
        boolean textNeeded =
                absent || known.filter(KnownDefinition::isTextEdited).isPresent();
        return new AgentCommand.RedefineGuest(
                guest.id(),
                guest.spec().name(),
                known.filter(definition -> textNeeded)
                        .map(definition -> definition.accepted().text())
                        .orElse(""),
                known.map(KnownDefinition::accepted)
                        .map(DomainDefinition::autostart)
                        .orElse(false),
                guest.adoption().map(Adoption::startsWithHost));
    }
}
