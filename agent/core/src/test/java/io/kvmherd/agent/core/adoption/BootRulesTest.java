package io.kvmherd.agent.core.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.domain.DiskChains;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.StoragePool;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

final class BootRulesTest {
    private static final String LOCAL = disk("raw", "/local/web.raw", "");
    private static final SortedMap<String, String> FILE_SYSTEMS = fileSystems();
    private static final List<StoragePool> POOLS = List.of(
            new StoragePool("declared", "dir", "/local/declared", 1, 1),
            new StoragePool("local", "dir", "/local/pool", 1, 1));

    @ParameterizedTest
    @CsvSource({
        "/local/web.raw, ALONE",
        "/local/pool/web.raw, ALONE",
        "/nfs/web.raw, ASKED",
        "/local/declared/web.raw, ASKED",
        "/gone/web.raw, ASKED",
    })
    void asksUnlessTheDiskIsThisHostsAlone(String path, StartsWithHost starts) {
        assertThat(starts(disk("raw", path, ""))).isEqualTo(starts);
    }

    @ParameterizedTest
    @CsvSource({
        "<backingStore/>, ALONE",
        "'', ASKED",
        "<backingStore><format type='raw'/><source file='/local/base.raw'/></backingStore>, ALONE",
        "<backingStore><format type='qcow2'/><source file='/local/base.raw'/></backingStore>, ASKED",
        "<backingStore><format type='qcow2'/><source file='/local/base.raw'/><backingStore/></backingStore>, ALONE",
        "<backingStore><format type='raw'/><source file='/nfs/base.raw'/></backingStore>, ASKED",
        "<backingStore type='network'><format type='raw'/><source name='a/b'/></backingStore>, ASKED",
        "<backingStore/><mirror><source file='/nfs/copy.raw'/></mirror>, ASKED",
    })
    void asksUnlessAllThatAnOverlayRestsOnIsThisHostsAlone(String below, StartsWithHost starts) {
        assertThat(starts(disk("qcow2", "/local/web.qcow2", below))).isEqualTo(starts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<disk type='network' device='disk'><source protocol='nbd'/><target dev='vdb'/></disk>",
                "<disk type='network' device='disk'><source protocol='rbd' name='a/b'/><target dev='vdb'/></disk>",
                "<disk type='vhostuser' device='disk'><source type='unix' path='/run/x'/><target dev='vdb'/></disk>",
                "<disk type='block' device='disk'><source dev='/local/web.raw'/><target dev='vdb'/></disk>",
                "<disk type='volume' device='disk'><source pool='local' volume='a'/><target dev='vdb'/></disk>",
                "<disk type='nvme' device='disk'><source namespace='1'/><target dev='vdb'/></disk>",
                "<disk type='file' device='disk'><target dev='vdb'/></disk>",
                "<disk type='file' device='cdrom'><source file='/nfs/cd.iso'/><target dev='sda'/></disk>",
                "<hostdev mode='subsystem' type='scsi'/>",
                "<hostdev mode='subsystem' type='pci'/>",
                "<filesystem type='mount'><source dir='/nfs'/><target dir='share'/></filesystem>",
                "<memory model='nvdimm'><source><path>/nfs/module</path></source></memory>",
                "<memory model='virtio-pmem'><source><path>/local/web.raw</path></source></memory>",
                "<shmem name='both'/>",
                "<lease><lockspace>somewhere</lockspace></lease>",
                "<invention/>",
            })
    void asksWhenStorageCouldComeInAnotherWay(String device) {
        assertThat(starts(LOCAL + device)).isEqualTo(StartsWithHost.ASKED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>",
                "<disk type='file' device='cdrom'><driver type='raw'/><source file='/local/cd.iso'/><readonly/></disk>",
                "<memory model='dimm'/>",
                "<interface type='direct'><source dev='eth0'/></interface>",
                "<emulator>/usr/bin/qemu-system-x86_64</emulator><controller type='scsi'/><tpm model='tpm-crb'/>",
                "<redirdev bus='usb' type='spicevmc'/><channel type='unix'/><vsock model='virtio'/>",
            })
    void doesNotAskForWhatBringsNoStorage(String device) {
        assertThat(starts(LOCAL + device)).isEqualTo(StartsWithHost.ALONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<disk type='file' device='cdrom'><driver type='raw'/><source file='/local/cd.iso'/><readonly/></disk>",
                "<disk type='file' device='disk'><driver type='raw'/><source file='/local/web.raw'/><readonly/></disk>",
            })
    void asksForAGuestThatKeepsNothingHere(String devices) {
        assertThat(starts(devices)).isEqualTo(StartsWithHost.ASKED);
    }

    @Test
    void asksWhenQemuIsGivenOptionsOfItsOwn() {
        Element domain = domain(LOCAL, "<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'/>");

        assertThat(starts(domain)).isEqualTo(StartsWithHost.ASKED);
    }

    @Test
    void asksWhenOneDiskOfTwoIsNotThisHosts() {
        assertThat(starts(LOCAL + disk("raw", "/nfs/web.raw", ""))).isEqualTo(StartsWithHost.ASKED);
    }

    private static StartsWithHost starts(String devices) {
        return starts(domain(devices, ""));
    }

    private static StartsWithHost starts(Element domain) {
        DomainSurvey survey =
                new DomainSurvey("", DiskChains.of(domain), true, true, StartsWithHost.NO, 0, FILE_SYSTEMS);
        return BootRules.startsWithHost(domain, survey, POOLS, List.of("declared"));
    }

    private static Element domain(String devices, String more) {
        return XmlDocument.parse("<domain type='kvm'><devices>" + devices + "</devices>" + more + "</domain>");
    }

    private static String disk(String format, String path, String below) {
        return "<disk type='file' device='disk'><driver type='" + format + "'/><source file='" + path
                + "'/><target dev='vda'/>" + below + "</disk>";
    }

    private static SortedMap<String, String> fileSystems() {
        SortedMap<String, String> found = new TreeMap<>();
        List.of("web.raw", "web.qcow2", "base.raw", "cd.iso", "declared/web.raw", "pool/web.raw")
                .forEach(file -> found.put("/local/" + file, "ext4"));
        List.of("web.raw", "base.raw", "cd.iso", "copy.raw").forEach(file -> found.put("/nfs/" + file, "nfs4"));
        return found;
    }
}
