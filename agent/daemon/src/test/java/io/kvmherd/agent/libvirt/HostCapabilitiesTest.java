package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Against capabilities that a real libvirt 9.0 told. */
class HostCapabilitiesTest {
    @Test
    void readsTheHostsOwnCpu() throws IOException {
        HostCapabilities capabilities = recorded();

        assertThat(capabilities.cpuVendor()).isEqualTo("AMD");
        assertThat(capabilities.cpuModel()).isEqualTo("kvm64");
        assertThat(capabilities.cpuFeatures()).contains("avx2", "ssse3");
        assertThat(capabilities.architecture()).isEqualTo("x86_64");
    }

    @Test
    void tellsWhichCpuItIsExactly() throws IOException {
        assertThat(recorded().identity()).contains(new CpuIdentity("25.17", "1", "16777317", "", 2_596_140, false));
    }

    @Test
    void takesTheEmulatorOfTheHostsOwnArchitecture() throws IOException {
        assertThat(recorded().emulator()).isEqualTo("/usr/bin/qemu-system-x86_64");
        assertThat(recorded().domainTypes()).contains("qemu");
    }

    @Test
    void leavesOutAliasesAndMachinesWithoutAVersion() throws IOException {
        assertThat(recorded().machineTypes())
                .contains("pc-q35-7.2", "pc-i440fx-7.2")
                .doesNotContain("q35", "pc", "microvm", "isapc", "none", "");
    }

    @Test
    void saysNothingOfACpuThatLibvirtDoesNotName() {
        HostCapabilities capabilities = HostCapabilities.read(
                "<capabilities><host><cpu><arch>i686</arch></cpu></host><guest><os_type>linux</os_type></guest></capabilities>");

        assertThat(capabilities.cpuVendor()).isEmpty();
        assertThat(capabilities.identity()).isEmpty();
        assertThat(capabilities.emulator()).isEmpty();
        assertThat(capabilities.machineTypes()).isEmpty();
    }

    private static HostCapabilities recorded() throws IOException {
        return HostCapabilities.read(Files.readString(Path.of("src/test/resources/libvirt/capabilities-amd.xml")));
    }
}
