package io.kvmherd.controller.app.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.Fingerprint;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RepetitionTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Fingerprint ASKED = new Fingerprint("POST", "path", "body");
    private static final IdempotencyRecord ACCEPTED =
            new IdempotencyRecord("root", "key", ASKED, new OperationId(new UUID(1, 2)), NOON);

    private static Optional<Response> repeated(Fingerprint fingerprint, long secondsLater) {
        return Repetition.of(
                new Caller("root", "key", fingerprint),
                ACCEPTED,
                NOON.plusSeconds(secondsLater),
                id -> Optional.empty());
    }

    @Test
    void namesEveryPartThatDiffers() {
        Optional<Response> response = repeated(new Fingerprint("DELETE", "another", "body"), 60);

        assertThat(response).containsInstanceOf(Response.Refused.class);
        Response.Refused refused = (Response.Refused) response.orElseThrow();
        assertThat(refused.code()).isEqualTo(ErrorCode.KEY_REUSED);
        assertThat(refused.why()).contains(ACCEPTED.operation().toString()).endsWith("in its method and path.");
    }

    @Test
    void takesAKeyAsNewWhenItWasAcceptedMoreThanADayAgo() {
        assertThat(repeated(ASKED, AppLimits.IDEMPOTENCY_SECONDS)).isPresent();
        assertThat(repeated(ASKED, AppLimits.IDEMPOTENCY_SECONDS + 1)).isEmpty();
    }
}
