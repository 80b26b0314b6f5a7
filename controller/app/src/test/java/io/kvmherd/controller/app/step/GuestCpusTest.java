package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuInUse;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.HostPresence;
import io.kvmherd.controller.app.testing.World;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GuestCpusTest {
    private static final GuestCpu CPU = new GuestCpu("AMD", "EPYC", List.of("aes"), false);

    private final World world = World.of(1).guest(spec("web"), "h1");
    private final HostPresence before = world.entry("h1").presence();
    private final GuestId web = before.guests().getFirst().id();

    private HostPresence told() {
        HostReport report = world.agent("h1").report(before.reportSequence() + 1);
        return before.reported(
                new HostReport(
                        report.version(),
                        report.host(),
                        report.generation(),
                        report.sequence(),
                        "",
                        report.facts(),
                        report.load(),
                        report.guests(),
                        List.of(new CpuInUse(CPU, List.of(web))),
                        List.of()),
                1);
    }

    @Test
    void areKnownAsTheHostLastTold() {
        assertThat(before.cpuOf(web)).isEmpty();
        assertThat(told().cpuOf(web)).contains(CPU);
    }

    @Test
    void areForgottenWhenTheHostBeginsAnotherLife() {
        HostPresence sameLife = told().greeted(9, before.generation().orElseThrow(), ManagementMode.MANAGE, 2);
        HostPresence another = told().greeted(9, new HostGeneration("another-boot", 1), ManagementMode.MANAGE, 2);

        assertThat(sameLife.cpuOf(web)).contains(CPU);
        assertThat(another.cpuOf(web)).isEmpty();
    }

    @Test
    void aHostThatJoinsSaysWhatItsCpuMeansForThem() {
        assertThat(world.events(EventRecord.What.HOST_CPU))
                .singleElement()
                .satisfies(event -> assertThat(event.details()).containsKeys("model", "guests", "fit", "missing"));
    }
}
