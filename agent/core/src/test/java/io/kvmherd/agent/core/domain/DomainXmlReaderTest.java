package io.kvmherd.agent.core.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.domain.DomainMetadata.Mark;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainXmlReaderTest {

    private static final String HEAD = "<name>vm</name><uuid>0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b</uuid>"
            + "<memory>1048576</memory><vcpu>2</vcpu>";

    @Test
    void readsADomainThatVirtInstallMade() {
        DomainDescription read = DomainXmlReader.read("""
                <domain type='kvm' id='4' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
                  <name>Old Server (1)</name>
                  <uuid>0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b</uuid>
                  <metadata><libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0"/></metadata>
                  <memory unit='GiB'>2</memory>
                  <vcpu placement='static' current='1'>4</vcpu>
                  <os><type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type></os>
                  <cpu mode='host-passthrough' check='none'/>
                  <devices>
                    <disk type='volume' device='disk'>
                      <driver name='qemu' type='qcow2'/><source pool='images' volume='a.qcow2'/>
                      <target dev='vda' bus='virtio'/><shareable/>
                    </disk>
                    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>
                    <disk type='network' device='disk'>
                      <driver name='qemu' type='raw' cache='writeback'/>
                      <source protocol='rbd' name='pool/image'/><target dev='vdb'/>
                    </disk>
                    <interface type='network'><source network='default'/></interface>
                    <interface type='bridge'><source bridge='br0'/></interface>
                    <interface type='hostdev' managed='yes'/>
                    <hostdev mode='subsystem' type='pci' managed='yes'/>
                  </devices>
                </domain>
                """);

        assertThat(read.id()).isEqualTo(GuestId.of("0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b"));
        assertThat(read.name()).isEqualTo("Old Server (1)");
        assertThat(read.placement()).isEmpty();
        assertThat(read.machineType()).isEqualTo("pc-i440fx-7.2");
        assertThat(read.vcpus()).isEqualTo(4);
        assertThat(read.memoryMib()).isEqualTo(2_048);
        assertThat(read.cpu()).isEqualTo(new DomainCpu("host-passthrough", ""));
        assertThat(read.disks())
                .containsExactly(
                        new DomainDisk("vda", "disk", "", "images", "a.qcow2", "qcow2", "", true, false),
                        new DomainDisk("sda", "cdrom", "", "", "", "", "", false, true),
                        new DomainDisk("vdb", "disk", "pool/image", "", "", "raw", "writeback", false, false));
        assertThat(read.networks()).containsExactly("default");
        assertThat(read.interfaces()).containsExactly("network", "bridge", "hostdev");
        assertThat(read.hostDevices()).isEqualTo(List.of("hostdev pci", "interface hostdev"));
    }

    @Test
    void readsOurMetadataOnlyInOurNamespace() {
        String ours = "<metadata><x:guest xmlns:x='https://kvmherd.io/domain/1' id='a' placement='7'/></metadata>";
        String others = "<metadata><guest xmlns='https://example.org/1' placement='7'/></metadata>";

        assertThat(DomainXmlReader.read(domain(ours)).placement()).contains(new PlacementGeneration(7));
        assertThat(DomainXmlReader.read(domain(others)).placement()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"b,1048576,1", "KiB,1024,1", "k,2048,2", "MiB,3,3", "M,3,3", "GiB,1,1024", "MB,5,4", "TiB,1,1048576"})
    void readsMemoryInEachUnit(String unit, long value, long expectedMib) {
        String xml = "<domain>" + HEAD.replace("<memory>1048576", "<memory unit='" + unit + "'>" + value) + "</domain>";

        assertThat(DomainXmlReader.read(xml).memoryMib()).isEqualTo(expectedMib);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<domain>",
                "<network/>",
                "<domain/>",
                "<domain><name>vm</name><uuid>no</uuid><memory>1</memory><vcpu>1</vcpu></domain>",
                "<domain><name>vm</name><uuid>0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b</uuid><memory>x</memory>"
                        + "<vcpu>1</vcpu></domain>",
                "<domain><name>vm</name><uuid>0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b</uuid>"
                        + "<memory unit='TiB'>9223372036854775807</memory><vcpu>1</vcpu></domain>",
                "<domain><name>vm</name><uuid>0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b</uuid><memory>1</memory>"
                        + "<vcpu>-1</vcpu></domain>",
                "<!DOCTYPE domain [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><domain><name>&e;</name></domain>",
                "<!DOCTYPE domain SYSTEM 'http://198.18.0.1/x.dtd'><domain/>",
                "<domain><metadata><guest xmlns='https://kvmherd.io/domain/1' placement='0'/></metadata></domain>"
            })
    void refusesWhatIsNoDomain(String xml) {
        assertThatThrownBy(() -> DomainXmlReader.read(xml))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
    }

    @Test
    void refusesWhatIsTooLargeWithoutReadingIt() {
        assertThatThrownBy(() -> DomainXmlReader.read("<".repeat(Limits.DOMAIN_XML_LENGTH + 1)))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    }

    @Test
    void survivesDeepNesting() {
        String deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);

        assertThatThrownBy(() -> DomainXmlReader.read("<domain><name>" + deep + "</name></domain>"))
                .isInstanceOf(KvmherdException.class);
    }

    @Test
    void readsTheMetadataElementByItself() {
        Mark plain = new Mark(new PlacementGeneration(12), StartsWithHost.NO);
        Mark asked = new Mark(new PlacementGeneration(12), StartsWithHost.ASKED);
        Mark own = new Mark(new PlacementGeneration(12), StartsWithHost.ASKED, OwnStart.LOCKED);
        GuestId guest = GuestId.of("0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b");

        assertThat(DomainMetadata.element(guest, plain)).doesNotContain("autostart");
        assertThat(DomainMetadata.markIn(DomainMetadata.element(guest, plain))).contains(plain);
        assertThat(DomainMetadata.markIn(DomainMetadata.element(guest, asked))).contains(asked);
        assertThat(DomainMetadata.markIn("<guest placement='2' autostart='perhaps'/>"))
                .contains(new Mark(new PlacementGeneration(2), StartsWithHost.ASKED));
        assertThat(DomainMetadata.markIn(DomainMetadata.element(guest, own))).contains(own);
        assertThat(DomainMetadata.markIn("<guest placement='2' own='perhaps'/>"))
                .contains(new Mark(new PlacementGeneration(2), StartsWithHost.NO));
        assertThat(DomainMetadata.markIn("<other/>")).isEmpty();
    }

    private static String domain(String content) {
        return "<domain type='kvm'>" + HEAD + content + "</domain>";
    }
}
