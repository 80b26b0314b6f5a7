package io.kvmherd.agent.core.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.domain.DiskChains;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.Hindrance.Effect;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SurveysTest {
    private static final GuestId GUEST = GuestId.of("0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b");
    private static final String LOCAL_DISK = disk("/var/lib/libvirt/images/web.qcow2", "none");

    @Test
    void saysWhatASpecificationCanSay() {
        GuestSpec spec = survey(
                        "<cpu mode='custom'><model>EPYC</model></cpu>",
                        LOCAL_DISK + "<interface type='network'><source network='default'/></interface>")
                .spec()
                .orElseThrow();

        assertThat(spec.name()).isEqualTo("Web_1");
        assertThat(spec.vcpus()).isEqualTo(2);
        assertThat(spec.memoryMib()).isEqualTo(1_024);
        assertThat(spec.memoryMinMib()).isEqualTo(768);
        assertThat(spec.virtualisation()).isEqualTo(Virtualisation.KVM);
        assertThat(spec.cpuModel()).isEqualTo("EPYC");
        assertThat(spec.machineType()).isEqualTo("pc-q35-7.2");
        assertThat(spec.volumes())
                .containsExactly(new VolumeReference("default", "web.qcow2", VolumeReference.Format.QCOW2));
        assertThat(spec.networks()).containsExactly("default");
    }

    @Test
    void findsNothingInTheWayOfAPlainGuest() {
        GuestSurvey survey = survey("<cpu mode='custom'><model>EPYC</model></cpu>", LOCAL_DISK);

        assertThat(survey.hindrances()).isEmpty();
        assertThat(survey.refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "host-passthrough, NARROWS",
        "maximum, BLOCKS",
        "host-model, NARROWS",
    })
    void tellsOfACpuThatIsTakenFromTheHost(String mode, Effect effect) {
        List<Hindrance> found = survey("<cpu mode='" + mode + "'/>", "").hindrances();

        assertThat(found)
                .containsExactly(
                        new Hindrance(Reason.of(ReasonCode.CPU_FROM_HOST).with("mode", mode), effect));
    }

    @Test
    void holdsAGuestWhoseCpuNoMigrationCanCarry() {
        List<Hindrance> found =
                survey("<cpu mode='host-passthrough' migratable='off'/>", "").hindrances();

        assertThat(found)
                .containsExactly(Hindrance.blocking(Reason.of(ReasonCode.CPU_FROM_HOST)
                        .with("mode", "host-passthrough")
                        .with("migratable", "off")));
    }

    @Test
    void tellsOfADiskOutsideEveryPool() {
        List<Hindrance> found =
                survey("", disk("/srv/web server.qcow2", "none")).hindrances();

        assertThat(found)
                .containsExactly(Hindrance.blocking(Reason.of(ReasonCode.DISK_IN_NO_POOL)
                        .with("disk", "vda")
                        .with("path", "/srv/web server.qcow2")
                        .with("device", "disk")));
    }

    @Test
    void tellsOfAnOverlayThatRestsOnSomethingElsewhere() {
        String overlay = "<disk type='file' device='disk'><driver type='qcow2' cache='none'/>"
                + "<source file='/var/lib/libvirt/images/web.qcow2'/><target dev='vda'/>"
                + "<backingStore type='file'><source file='/srv/base.qcow2'/><backingStore/></backingStore></disk>";

        List<Hindrance> found = survey("", overlay).hindrances();

        assertThat(found)
                .containsExactly(Hindrance.blocking(Reason.of(ReasonCode.DISK_IN_NO_POOL)
                        .with("disk", "vda")
                        .with("path", "/srv/base.qcow2")
                        .with("device", "backing file")));
    }

    @Test
    void tellsOfADiskOfWhichNobodyKnowsWhatItRestsOn() {
        String untold = LOCAL_DISK.replace("<backingStore/>", "");

        List<Hindrance> found = survey("", untold).hindrances();

        assertThat(found)
                .containsExactly(Hindrance.blocking(Reason.of(ReasonCode.DISK_CHAIN_UNKNOWN)
                        .with("disk", "vda")
                        .with("path", "/var/lib/libvirt/images/web.qcow2")));
    }

    @ParameterizedTest
    @CsvSource({
        "none, 3000000, 0",
        "directsync, 3000000, 0",
        "writeback, 7002000, 0",
        "'', 7002000, 0",
        "writeback, 3000000, 1",
        "'', 3000000, 1",
        "unsafe, 7002000, 1",
    })
    void tellsOfACacheThatAnotherHostDoesNotSee(String cache, long qemuVersion, int found) {
        GuestSurvey survey = Surveys.of(
                observed("Web_1"),
                domain("", disk("/var/lib/libvirt/images/web.qcow2", cache)),
                facts(qemuVersion),
                List.of(),
                0);

        assertThat(survey.hindrances()).hasSize(found).allMatch(Hindrance::blocks);
    }

    @ParameterizedTest
    @CsvSource({
        "<interface type='direct'><source dev='eth0'/></interface>, INTERFACE_OF_HOST, NARROWS",
        "<interface type='bridge'><source bridge='br0'/></interface>, INTERFACE_OF_HOST, NARROWS",
        "<interface type='vhostuser'><source path='/run/x'/></interface>, INTERFACE_OF_HOST, BLOCKS",
        "<hostdev type='pci'/>, HOST_DEVICE_ATTACHED, BLOCKS",
        "<filesystem><source dir='/srv'/></filesystem>, STATE_ON_HOST, BLOCKS",
        "<shmem name='x'/>, STATE_ON_HOST, BLOCKS",
        "<tpm><backend type='emulator'/></tpm>, STATE_ON_HOST, NARROWS",
        "<tpm><backend type='passthrough'/></tpm>, STATE_ON_HOST, BLOCKS",
        "<shmem name='x' role='master'/>, STATE_ON_HOST, BLOCKS",
        "<disk type='vhostuser'><target dev='vda'/></disk>, HOST_DEVICE_ATTACHED, BLOCKS",
        "<disk type='nvme'><target dev='vda'/></disk>, HOST_DEVICE_ATTACHED, BLOCKS",
        "<disk type='file'><target dev='vda'/><transient/></disk>, QEMU_CANNOT_SEND, BLOCKS",
        "<video><model type='virtio'><acceleration accel3d='yes'/></model></video>, QEMU_CANNOT_SEND, BLOCKS",
        "<memory model='sgx-epc'/>, HOST_DEVICE_ATTACHED, BLOCKS",
        "<memory model='nvdimm'><source><path>/dev/dax0.0</path></source></memory>, STATE_ON_HOST, NARROWS",
        "<input type='evdev'><source dev='/dev/input/event1'/></input>, STATE_ON_HOST, NARROWS",
        "<serial type='dev'><source path='/dev/ttyS0'/></serial>, STATE_ON_HOST, NARROWS",
        "<graphics type='vnc' listen='10.1.2.3'/>, STATE_ON_HOST, NARROWS",
        "<serial type='file'><source path='/var/log/web.log'/></serial>, STATE_ON_HOST, NARROWS",
    })
    void tellsOfADeviceThatHangsOnTheHost(String device, ReasonCode code, Effect effect) {
        List<Hindrance> found = survey("", device).hindrances();

        assertThat(found).singleElement().satisfies(hindrance -> {
            assertThat(hindrance.reason().code()).isEqualTo(code);
            assertThat(hindrance.effect()).isEqualTo(effect);
        });
    }

    @Test
    void takesAnInterfaceOfARunningGuestForItsNetworksWhateverKindLibvirtMadeOfIt() {
        GuestSurvey survey =
                survey("", "<interface type='bridge'><source network='default' bridge='br0'/></interface>");

        assertThat(survey.spec().orElseThrow().networks()).containsExactly("default");
        assertThat(survey.hindrances()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<memoryBacking><hugepages/></memoryBacking>, HUGEPAGES_NEEDED, NARROWS",
        "<launchSecurity type='sev'/>, HOST_DEVICE_ATTACHED, BLOCKS",
        "<cpu mode='custom'><model>EPYC</model><feature policy='require' name='invtsc'/></cpu>, QEMU_CANNOT_SEND, BLOCKS",
        "<cputune><vcpupin vcpu='0' cpuset='4'/><emulatorpin cpuset='2-3'/></cputune>, PINNED_TO_HOST, NARROWS",
        "<numatune><memory mode='strict' nodeset='1'/></numatune>, PINNED_TO_HOST, NARROWS",
        "<commandline xmlns='http://libvirt.org/schemas/domain/qemu/1.0'/>, STATE_ON_HOST, NARROWS",
        "<cpu mode='custom'><model>EPYC</model><maxphysaddr mode='passthrough'/></cpu>, CPU_FROM_HOST, NARROWS",
    })
    void tellsOfHowTheMachineIsBuilt(String part, ReasonCode code, Effect effect) {
        List<Hindrance> found = survey(part, "").hindrances();

        assertThat(found).singleElement().satisfies(hindrance -> {
            assertThat(hindrance.reason().code()).isEqualTo(code);
            assertThat(hindrance.effect()).isEqualTo(effect);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "<launchSecurity type='tdx'/>, ''",
        "'', <memory model='sgx-epc'/>",
    })
    void holdsProtectedMemoryWhenTheGuestIsOffToo(String part, String device) {
        assertThat(survey(part, device).hindrances()).singleElement().matches(Hindrance::blocksWhenOff);
    }

    @ParameterizedTest
    @CsvSource({
        "<numatune><memory mode='preferred' nodeset='1'/></numatune>",
        "<cpu><feature policy='require' name='invtsc'/></cpu><clock><timer name='tsc' frequency='2600000000'/></clock>",
        "<cpu><feature policy='disable' name='invtsc'/></cpu>",
        "<memoryBacking><locked/></memoryBacking>",
        "<features><hyperv><relaxed state='on'/><synic state='on'/></hyperv></features>",
    })
    void saysNothingOfWhatCanBeSent(String part) {
        assertThat(survey(part, "").hindrances()).isEmpty();
    }

    @Test
    void namesWhatTheGuestIsBoundTo() {
        Reason reason = survey(
                        "<cputune><vcpupin vcpu='0' cpuset='4'/><vcpupin vcpu='1' cpuset='4'/>"
                                + "<emulatorpin cpuset='2-3'/></cputune>",
                        "")
                .hindrances()
                .getFirst()
                .reason();

        assertThat(reason)
                .isEqualTo(Reason.of(ReasonCode.PINNED_TO_HOST)
                        .with("what", "CPUs")
                        .with("where", "2-3 4"));
    }

    @ParameterizedTest
    @CsvSource({
        "<interface type='user'/>",
        "<graphics type='vnc' listen='127.0.0.1'/>",
        "<disk type='file' device='cdrom'><target dev='sda'/></disk>",
        "<serial type='pty'/>",
    })
    void saysNothingOfWhatGoesAlong(String device) {
        assertThat(survey("", device).hindrances()).isEmpty();
    }

    @Test
    void refusesANameThatNoGuestMayHave() {
        GuestSurvey survey = Surveys.of(observed("web server"), domain("", ""), facts(7_002_000), List.of(), 0);

        assertThat(survey.spec()).isEmpty();
        assertThat(survey.refusals())
                .containsExactly(Reason.of(ReasonCode.GUEST_NAME_UNUSABLE).with("name", "web server"));
    }

    @Test
    void refusesADomainWithoutADefinition() {
        DomainSurvey there = domain("", "");
        DomainSurvey transientOne =
                new DomainSurvey(there.domainXml(), List.of(), false, false, StartsWithHost.NO, 0, new TreeMap<>());

        GuestSurvey survey = Surveys.of(observed("Web_1"), transientOne, facts(7_002_000), List.of(), 0);

        assertThat(survey.refusals()).extracting(Reason::code).containsExactly(ReasonCode.GUEST_TRANSIENT);
    }

    @Test
    void refusesWhatNoSpecificationCanSay() {
        DomainSurvey xen = new DomainSurvey(
                domain("", "").domainXml().replace("type='kvm'", "type='xen'"),
                List.of(),
                true,
                false,
                StartsWithHost.NO,
                0,
                new TreeMap<>());

        GuestSurvey survey = Surveys.of(observed("Web_1"), xen, facts(7_002_000), List.of(), 3);

        assertThat(survey.refusals()).extracting(Reason::code).containsExactly(ReasonCode.GUEST_NOT_ADOPTABLE);
        assertThat(survey.highestPlacement()).isEqualTo(3);
    }

    @Test
    void leavesAGuestOffThatWasNotStartedWithItsHost() {
        assertThat(survey("", LOCAL_DISK).startsWithHost()).isEqualTo(StartsWithHost.NO);
    }

    private static GuestSurvey survey(String parts, String devices) {
        return Surveys.of(observed("Web_1"), domain(parts, devices), facts(7_002_000), List.of(), 0);
    }

    private static DomainSurvey domain(String parts, String devices) {
        String xml = "<domain type='kvm'><name>Web_1</name><uuid>" + GUEST + "</uuid><memory>1048576</memory>"
                + "<currentMemory>786432</currentMemory><vcpu>2</vcpu><os><type machine='pc-q35-7.2'>hvm</type></os>"
                + parts + "<devices>" + devices + "</devices></domain>";
        List<DiskChain> chains = DiskChains.of(XmlDocument.parse(xml));
        return new DomainSurvey(xml, chains, true, false, StartsWithHost.NO, 0, new TreeMap<>());
    }

    private static String disk(String path, String cache) {
        return "<disk type='file' device='disk'><driver type='qcow2' cache='" + cache + "'/><source file='" + path
                + "'/><target dev='vda'/><backingStore/></disk>";
    }

    private static ObservedGuest observed(String name) {
        return new ObservedGuest(GUEST, name, Optional.empty(), GuestState.RUNNING, GuestJob.NONE, 2, 1_024, 100, 1);
    }

    private static HypervisorFacts facts(long qemuVersion) {
        return new HypervisorFacts(
                "AMD",
                "EPYC",
                List.of(),
                qemuVersion,
                9_000_000,
                List.of("pc-q35-7.2"),
                List.of(
                        new StoragePool("default", "dir", "/var/lib/libvirt/images", 1, 1),
                        new StoragePool("shared", "dir", "/srv/shared", 1, 1)),
                List.of("default"));
    }
}
