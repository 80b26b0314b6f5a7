package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.Complaint;
import io.kvmherd.cli.watch.OperationWatch;
import io.kvmherd.cli.watch.ProgressView;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.model.OperationId;
import java.util.Optional;

/**
 * Waits for many operations that began together, one after the other, since each is over in a moment. The longest wait is one
 * for all of them. Blocking.
 */
final class EndsOfMany {
    private final Session session;
    private final OperationWatch watch;
    private final long untilMs;

    /** The wait begins now. */
    EndsOfMany(Session session, WaitOptions waiting) {
        this.session = session;
        this.watch = new OperationWatch(session.controller(), session.pace(), new ProgressView(session.console()));
        this.untilMs = session.pace().elapsedMs() + waiting.timeoutMs();
    }

    /** Why the operation did not do what it was for; empty where it did. */
    Optional<String> failure(OperationId operation) {
        long leftMs = Math.max(0, untilMs - session.pace().elapsedMs());
        return switch (watch.untilEnded(operation, leftMs)) {
            case Answer.Refused<OperationResource> refused -> {
                Complaint complaint = refused.complaint();
                yield Optional.of(complaint.what() + " " + complaint.why());
            }
            case Answer.Given<OperationResource> given ->
                given.value().state() == OperationResource.State.SUCCEEDED
                        ? Optional.empty()
                        : Optional.of(
                                given.value().message().map(told -> told.why()).orElse("see operation " + operation));
        };
    }
}
