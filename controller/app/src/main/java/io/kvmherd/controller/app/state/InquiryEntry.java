package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What somebody asked and only an agent can answer. Soft: a restart forgets it, whoever asked asks again.
 *
 * @param request whose answer it is
 * @param host that was asked
 * @param step of the operation that it is known by
 * @param failure what could not be done if no answer comes, or a bad one
 * @param askedMs when
 * @param limitMibPerSecond what a migration may send once its host has agreed to it
 * @param traces what a change leaves behind once its host has answered; empty for a question
 */
public record InquiryEntry(
        UUID request,
        HostId host,
        int step,
        String failure,
        long askedMs,
        OptionalLong limitMibPerSecond,
        Optional<Traces> traces) {

    /**
     * @param asked the audit's row that says that the host was asked
     * @param accepted by which the request is known again, where it has a key and its host agrees
     */
    public record Traces(AuditRecord asked, Optional<IdempotencyRecord> accepted) {}
}
