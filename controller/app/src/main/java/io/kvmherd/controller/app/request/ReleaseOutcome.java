package io.kvmherd.controller.app.request;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import java.util.Optional;

/**
 * What became of the wish to let one guest go.
 *
 * @param host that has the right to run it
 * @param refusal why it is not let go; empty where it is, or would be
 * @param operation that gives it back; empty for a dry run
 */
public record ReleaseOutcome(
        HostId host,
        GuestId guest,
        String name,
        GuestState state,
        Optional<Response.Refused> refusal,
        Optional<OperationId> operation) {}
