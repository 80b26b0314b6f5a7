package io.kvmherd.agent.core.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.DirectBoot;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

final class DomainXmlTest {

    private static final GuestId ID = GuestId.of("0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b");
    private static final PlacementGeneration PLACEMENT = new PlacementGeneration(3);
    private static final EmulatorFacts EMULATOR = EmulatorFacts.qemu(
            "/usr/bin/qemu-system-x86_64", List.of("pc-q35-7.2", "pc-q35-10.0", "pc-q35-9.2", "q35"));

    private static final GuestSpec WEB = new GuestSpec(
            "web-1",
            2,
            512,
            256,
            Virtualisation.EMULATED,
            "qemu64",
            "pc-q35-7.2",
            Optional.of(new DirectBoot("/boot/vmlinuz", "/boot/initrd", "console=ttyS0 quiet")),
            List.of(
                    new VolumeReference("shared", "root.qcow2", VolumeReference.Format.QCOW2),
                    new VolumeReference("fast", "data", VolumeReference.Format.RAW)),
            List.of("default", "storage"),
            List.of(),
            "",
            CannotMove.BLOCK);

    private static final List<DiskSource> DISKS = List.of(
            new DiskSource("/srv/shared/root.qcow2", DiskSource.Kind.FILE),
            new DiskSource("/dev/fast/data", DiskSource.Kind.BLOCK));

    @Nested
    final class TheWriter {

        @Test
        void writesThisOfAGuest() {
            String xml = DomainXmlWriter.write(new GuestDefinition(ID, WEB, PLACEMENT), DISKS, EMULATOR);

            assertThat(xml).isEqualTo("""
                    <domain type="qemu"><name>web-1</name><uuid>0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b</uuid>\
                    <metadata><kvmherd:guest xmlns:kvmherd="https://kvmherd.io/domain/1" \
                    id="0193e2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b" placement="3"/></metadata>\
                    <memory unit="MiB">512</memory><currentMemory unit="MiB">512</currentMemory>\
                    <vcpu placement="static">2</vcpu>\
                    <os><type arch="x86_64" machine="pc-q35-7.2">hvm</type><kernel>/boot/vmlinuz</kernel>\
                    <initrd>/boot/initrd</initrd><cmdline>console=ttyS0 quiet</cmdline></os>\
                    <features><acpi/><apic/></features>\
                    <cpu mode="custom" match="exact" check="none"><model fallback="forbid">qemu64</model></cpu>\
                    <clock offset="utc"/><on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot>\
                    <on_crash>destroy</on_crash><devices><emulator>/usr/bin/qemu-system-x86_64</emulator>\
                    <disk type="file" device="disk"><driver name="qemu" type="qcow2" cache="none" discard="unmap"/>\
                    <source file="/srv/shared/root.qcow2"/><target dev="vda" bus="virtio"/></disk>\
                    <disk type="block" device="disk"><driver name="qemu" type="raw" cache="none" discard="unmap"/>\
                    <source dev="/dev/fast/data"/><target dev="vdb" bus="virtio"/></disk>\
                    <interface type="network"><mac address="52:54:00:4f:5a:6b"/><source network="default"/>\
                    <model type="virtio"/></interface>\
                    <interface type="network"><mac address="52:54:00:4f:5a:6c"/><source network="storage"/>\
                    <model type="virtio"/></interface>\
                    <serial type="file"><source path="/var/lib/libvirt/kvmherd-console/web-1.log" append="on"/>\
                    <target port="0"/></serial>\
                    <console type="file"><source path="/var/lib/libvirt/kvmherd-console/web-1.log" append="on"/>\
                    <target type="serial" port="0"/></console>\
                    <memballoon model="virtio"/></devices></domain>""");
        }

        @Test
        void takesTheNewestVersionedMachineTypeWhenNoneIsNamed() {
            GuestSpec any = new GuestSpecs(1).next();
            GuestSpec unnamed = any.withMachineType("");

            String xml = DomainXmlWriter.write(new GuestDefinition(ID, unnamed, PLACEMENT), disksOf(unnamed), EMULATOR);

            assertThat(DomainXmlReader.read(xml).machineType()).isEqualTo("pc-q35-10.0");
        }

        @Test
        void refusesAHostThatOffersAliasesOnly() {
            EmulatorFacts aliases = EmulatorFacts.qemu("", List.of("q35", "pc"));
            GuestDefinition unnamed = new GuestDefinition(ID, WEB.withMachineType(""), PLACEMENT);

            assertThatThrownBy(() -> DomainXmlWriter.write(unnamed, DISKS, aliases))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        }

        @Test
        void writesNoMetadataForAGuestThatIsNotManaged() {
            String xml = DomainXmlWriter.writeUnmanaged(ID, WEB, DISKS, EMULATOR);

            assertThat(DomainXmlReader.read(xml).placement()).isEmpty();
        }

        @Test
        void namesDisksInAlphabeticalOrderBeyondTheAlphabet() {
            assertThat(List.of(0, 25, 26, 51, 52, 63))
                    .map(DomainXmlWriter::diskName)
                    .containsExactly("vda", "vdz", "vdaa", "vdaz", "vdba", "vdbl");
        }
    }

    @Nested
    final class ForEverySpecification {

        private static final int SEEDS = 500;

        @Test
        void theXmlReadsAsTheSameModel() {
            for (long seed = 0; seed < SEEDS; seed++) {
                GuestSpec spec = new GuestSpecs(seed).next();
                GuestId id = new GuestId(new UUID(seed, -seed));

                DomainDescription read = DomainXmlReader.read(
                        DomainXmlWriter.write(new GuestDefinition(id, spec, PLACEMENT), disksOf(spec), EMULATOR));

                assertThat(read).as("seed " + seed).isEqualTo(expected(id, spec));
            }
        }

        @Test
        void theXmlHasExactlyTheElementsOfTheModel() {
            for (long seed = 0; seed < SEEDS; seed++) {
                GuestSpec spec = new GuestSpecs(seed).next();

                Element domain = XmlDocument.parse(
                        DomainXmlWriter.write(new GuestDefinition(ID, spec, PLACEMENT), disksOf(spec), EMULATOR));

                assertThat(elementsOf(domain)).as("seed " + seed).isEqualTo(expectedElements(spec));
            }
        }

        @Test
        void theKernelCommandLineArrivesLetterByLetter() {
            for (long seed = 0; seed < SEEDS; seed++) {
                String text = new GuestSpecs(seed).text();
                XmlText xml = new XmlText().element("domain", () -> {}, "a", text);

                Element domain = XmlDocument.parse(xml.finished());

                assertThat(domain.getAttribute("a")).as("seed " + seed).isEqualTo(text);
            }
        }

        private static DomainDescription expected(GuestId id, GuestSpec spec) {
            List<DomainDisk> disks = new ArrayList<>();
            for (int i = 0; i < spec.volumes().size(); i++) {
                VolumeReference volume = spec.volumes().get(i);
                disks.add(new DomainDisk(
                        DomainXmlWriter.diskName(i),
                        "disk",
                        disksOf(spec).get(i).path(),
                        "",
                        "",
                        volume.format().name().toLowerCase(Locale.ROOT),
                        "none",
                        false,
                        false));
            }
            return new DomainDescription(
                    id,
                    spec.name(),
                    Optional.of(PLACEMENT),
                    spec.virtualisation() == Virtualisation.KVM ? "kvm" : "qemu",
                    spec.machineType().isEmpty() ? "pc-q35-10.0" : spec.machineType(),
                    spec.vcpus(),
                    spec.memoryMib(),
                    new DomainCpu("custom", spec.cpuModel()),
                    disks,
                    spec.networks(),
                    spec.networks().stream().map(network -> "network").toList(),
                    List.of());
        }

        private static List<String> expectedElements(GuestSpec spec) {
            List<String> elements = new ArrayList<>(List.of("domain", "name", "uuid", "metadata", "kvmherd:guest"));
            elements.addAll(List.of("memory", "currentMemory", "vcpu", "os", "type"));
            if (spec.boot().isEmpty()) {
                elements.add("boot");
            } else {
                DirectBoot boot = spec.boot().get();
                elements.add("kernel");
                elements.addAll(boot.initrd().isEmpty() ? List.of() : List.of("initrd"));
                elements.addAll(boot.commandLine().isEmpty() ? List.of() : List.of("cmdline"));
            }
            elements.addAll(List.of("features", "acpi", "apic", "cpu", "model", "clock"));
            elements.addAll(List.of("on_poweroff", "on_reboot", "on_crash", "devices", "emulator"));
            spec.volumes().forEach(volume -> elements.addAll(List.of("disk", "driver", "source", "target")));
            spec.networks().forEach(network -> elements.addAll(List.of("interface", "mac", "source", "model")));
            elements.addAll(List.of("serial", "source", "target", "console", "source", "target", "memballoon"));
            return elements;
        }

        private static List<String> elementsOf(Element element) {
            List<String> names = new ArrayList<>(List.of(element.getTagName()));
            for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element child) {
                    names.addAll(elementsOf(child));
                } else {
                    assertThat(node.getNodeType()).isEqualTo(Node.TEXT_NODE);
                }
            }
            return names;
        }
    }

    private static List<DiskSource> disksOf(GuestSpec spec) {
        return spec.volumes().stream()
                .map(volume -> new DiskSource("/srv/" + volume.pool() + "/" + volume.volume(), DiskSource.Kind.FILE))
                .toList();
    }
}
