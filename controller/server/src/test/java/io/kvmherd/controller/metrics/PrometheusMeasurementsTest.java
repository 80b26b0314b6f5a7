package io.kvmherd.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.loop.Inbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PrometheusMeasurementsTest {
    private static final Path MANUAL = Path.of("../../deploy/docs/operating.md");

    private final PrometheusMeasurements measurements = new PrometheusMeasurements(new Inbox());

    @Test
    void countsTheReasonsThatStopPlacement() {
        HostVerdict no = new HostVerdict(
                new HostId("h1"), Verdict.NO, List.of(Reason.of(ReasonCode.MEMORY_COMMITTED)), List.of());

        measurements.answered(new Response.Refused(ErrorCode.INFEASIBLE, "what", "why", "next", List.of(no, no)));

        assertThat(measurements.scrape())
                .contains("kvmherd_reasons_total{code=\"MEMORY_COMMITTED\"} 2.0")
                .contains("kvmherd_requests_refused_total{code=\"INFEASIBLE\"} 1.0");
    }

    @Test
    void knowsHowManyLinksAreOpen() {
        measurements.linkOpened();
        measurements.linkOpened();
        measurements.linkClosed();

        assertThat(measurements.scrape()).contains("kvmherd_links_open 1.0");
    }

    @Test
    void describesEachMeterAndTheManualListsIt() throws IOException {
        measurements.turn(1, 1);
        measurements.committed(1, 1);
        measurements.commandSent("StartGuest");
        measurements.reportAccepted();
        measurements.answered(new Response.Refused(ErrorCode.BUSY, "what", "why", "next", List.of()));
        String manual = Files.readString(MANUAL);

        List<String> described = measurements
                .scrape()
                .lines()
                .filter(line -> line.startsWith("# HELP "))
                .map(line -> line.split(" ", 4)[2])
                .filter(name -> !name.endsWith("_max"))
                .toList();

        assertThat(described)
                .hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(manual).contains(name));
    }
}
