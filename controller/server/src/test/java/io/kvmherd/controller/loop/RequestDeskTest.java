package io.kvmherd.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RequestDeskTest {
    private static final Caller ROOT = Caller.withoutKey("root");
    private static final Request ASKED = new Request.ReadGuestXml("web", "");

    private final Inbox inbox = new Inbox();

    @Test
    void saysThatNothingIsKnownWhenNoAnswerCameInTime() throws Exception {
        RequestDesk desk = new RequestDesk(inbox, new UuidV7(() -> 0), 1);

        Response response = desk.submit(ROOT, ASKED).get(10, TimeUnit.SECONDS);

        assertThat(codeOf(response)).isEqualTo(ErrorCode.UNREACHABLE);
    }

    @Test
    void saysBusyWhenTooManyWait() throws Exception {
        RequestDesk desk = new RequestDesk(inbox, new UuidV7(() -> 0), 60_000);
        for (int i = 0; i < Inbox.REQUESTS; i++) {
            assertThat(desk.submit(ROOT, ASKED)).isNotDone();
        }

        Response response = desk.submit(ROOT, ASKED).get(10, TimeUnit.SECONDS);

        assertThat(codeOf(response)).isEqualTo(ErrorCode.BUSY);
    }

    private static ErrorCode codeOf(Response response) {
        return ((Response.Refused) response).code();
    }
}
