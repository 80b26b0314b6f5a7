package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request gets whose key was accepted before. Asked by the loop of what it remembers, and before it by who reads the
 * archive: the loop forgets the older keys, the archive does not have what is not durable yet.
 */
public final class Repetition {
    private Repetition() {}

    /**
     * @param accepted under the caller's key
     * @param operations where the operation may be found
     * @return empty when the key was accepted so long ago that it counts as new
     */
    public static Optional<Response> of(
            Caller caller,
            IdempotencyRecord accepted,
            Instant now,
            Function<OperationId, Optional<OperationRecord>> operations) {
        if (accepted.acceptedAt().isBefore(now.minusSeconds(AppLimits.IDEMPOTENCY_SECONDS))) {
            return Optional.empty();
        }
        List<String> differences = caller.fingerprint().differencesFrom(accepted.fingerprint());
        if (!differences.isEmpty()) {
            return Optional.of(Refusals.refused(
                    ErrorCode.KEY_REUSED,
                    "idempotency key " + caller.idempotencyKey() + " was used for another request",
                    "it belongs to operation " + accepted.operation() + " since " + accepted.acceptedAt()
                            + ", and this request differs from that one in its " + String.join(" and ", differences),
                    "draw a new key for a new request; a key is kept for " + AppLimits.IDEMPOTENCY_SECONDS / 3_600
                            + " hours"));
        }
        return Optional.of(operations
                .apply(accepted.operation())
                .<Response>map(Response.Accepted::new)
                .orElseGet(() -> Refusals.noSuchOperation(accepted.operation())));
    }
}
