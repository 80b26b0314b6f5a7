package io.kvmherd.agent.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.simulated.SimulatedHosts;
import io.kvmherd.agent.core.simulated.SimulatedMachine;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportAssemblerTest {

    private final SimulatedHosts hosts = new SimulatedHosts();
    private final SimulatedMachine machine = new SimulatedMachine(hosts.h1, "boot-1");
    private final ReportAssembler reports =
            new ReportAssembler(new HostId("h1"), new HostGeneration("boot-1", 4), List.of("ssd"), "198.18.0.1");

    @Test
    void putsTogetherWhatMachineAndHypervisorSay() {
        GuestId guest = new GuestId(new UUID(1, 1));
        hosts.h1.define(new GuestDefinition(guest, SimulatedHosts.spec("web", ""), PlacementGeneration.FIRST));

        HostReport report = next();

        assertThat(report.host()).isEqualTo(new HostId("h1"));
        assertThat(report.generation()).isEqualTo(new HostGeneration("boot-1", 4));
        assertThat(report.facts().cpu().vendor()).isEqualTo(CpuVendor.AMD);
        assertThat(report.facts().memoryMib()).isEqualTo(16_384);
        assertThat(report.facts().machineTypes()).containsExactly("pc-q35-7.1", "pc-q35-7.2");
        assertThat(report.facts().labels()).containsExactly("ssd");
        assertThat(report.facts().migrationAddress()).isEqualTo("198.18.0.1");
        assertThat(report.guests()).extracting(seen -> seen.id()).containsExactly(guest);
        assertThat(report.load()).isEqualTo(machine.load());
    }

    @Test
    void numbersReportsFromOneUp() {
        assertThat(List.of(next().sequence(), next().sequence(), next().sequence()))
                .containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @CsvSource({
        "GenuineIntel, Intel, GenuineIntel",
        "AuthenticAMD, AMD, AuthenticAMD",
        "HygonGenuine, Hygon, HygonGenuine",
        "GenuineIntel, '', GenuineIntel",
        "GenuineIntel, AMD, ''",
        "AuthenticAMD, Intel, ''",
        "GenuineIntel, intel, ''",
        "'', Intel, ''",
        "'', '', ''"
    })
    void believesAVendorThatNothingContradicts(String cpu, String libvirt, String expected) {
        assertThat(VendorAgreement.of(new CpuVendor(cpu), libvirt)).isEqualTo(new CpuVendor(expected));
    }

    private HostReport next() {
        return reports.assemble(machine.facts(), machine.load(), hosts.h1.facts(), hosts.h1.guests());
    }
}
