package io.kvmherd.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage.GuestVanished;
import io.kvmherd.common.protocol.ProtocolVersion;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.request.Request;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class InboxTest {
    private static final HostId H1 = new HostId("h1");
    private static final GuestVanished GONE = new GuestVanished(new GuestId(new UUID(0, 1)));

    private final Inbox inbox = new Inbox();

    @Test
    void givesInputsInTheOrderTheyCame() throws InterruptedException {
        inbox.linkOpened(H1, 1);
        inbox.message(H1, 1, GONE);
        inbox.linkClosed(H1, 1);

        List<Input> taken = inbox.take(10, 0);

        assertThat(taken)
                .containsExactly(
                        new Input.LinkOpened(H1, 1),
                        new Input.MessageArrived(H1, 1, GONE),
                        new Input.LinkClosed(H1, 1));
    }

    @Test
    void keepsOnlyTheNewestReportOfAHostAndPutsItBehindTheQueue() throws InterruptedException {
        inbox.report(report(1));
        inbox.report(report(2));
        inbox.linkOpened(H1, 1);

        assertThat(inbox.take(10, 0)).containsExactly(new Input.LinkOpened(H1, 1), new Input.ReportArrived(report(2)));
    }

    @Test
    void refusesTheRequestThatIsOneTooManyButNotALinksEnd() {
        for (int i = 0; i < Inbox.REQUESTS; i++) {
            assertThat(inbox.request(request())).isTrue();
        }

        assertThat(inbox.request(request())).isFalse();
        assertThat(inbox.message(H1, 1, GONE)).isTrue();
        inbox.linkClosed(H1, 1);

        assertThat(inbox.depth()).isEqualTo(Inbox.REQUESTS + 2);
    }

    @Test
    void takesRequestsAgainWhenSomeWereTaken() throws InterruptedException {
        for (int i = 0; i < Inbox.REQUESTS; i++) {
            inbox.request(request());
        }

        inbox.take(1, 0);

        assertThat(inbox.request(request())).isTrue();
        assertThat(inbox.request(request())).isFalse();
    }

    @Test
    void refusesTheMessageThatIsOneTooMany() {
        for (int i = 0; i < Inbox.MESSAGES; i++) {
            inbox.message(H1, 1, GONE);
        }

        assertThat(inbox.message(H1, 1, GONE)).isFalse();
    }

    @Test
    void takesNothingAnyMoreWhenItIsClosed() throws InterruptedException {
        inbox.close();

        assertThat(inbox.request(request())).isFalse();
        assertThat(inbox.report(report(1))).isFalse();
        assertThat(inbox.take(10, 60_000)).isEmpty();
    }

    private static Input.RequestArrived request() {
        return new Input.RequestArrived(new UUID(0, 1), Caller.withoutKey("root"), new Request.ReadGuestXml("web", ""));
    }

    private static HostReport report(long sequence) {
        HostFacts facts = new HostFacts(
                new CpuProfile(CpuVendor.INTEL, "", List.of(), false),
                ResourceScope.MACHINE,
                2,
                2,
                4_096,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "");
        return new HostReport(
                ProtocolVersion.CURRENT,
                H1,
                new HostGeneration("boot", 1),
                sequence,
                "",
                facts,
                new HostLoad(0, 1_024, Pressure.UNKNOWN),
                List.of());
    }
}
