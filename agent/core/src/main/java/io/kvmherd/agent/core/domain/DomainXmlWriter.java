package io.kvmherd.agent.core.domain;

import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.DirectBoot;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import java.util.List;
import java.util.Locale;

/** Writes a guest as a libvirt domain. The package comment says what such a domain is. */
public final class DomainXmlWriter {

    /** Folder of the files that guests' serial consoles write to; it must exist on every host. */
    public static final String CONSOLE_FOLDER = "/var/lib/libvirt/kvmherd-console";

    private DomainXmlWriter() {}

    /**
     * @param disks where the specification's volumes lie on this host, in their order
     * @throws KvmherdException UNSUPPORTED when the host has no machine type to choose from
     */
    public static String write(GuestDefinition definition, List<DiskSource> disks, EmulatorFacts emulator) {
        XmlText xml = new XmlText();
        xml.element(
                "domain",
                () -> {
                    identity(xml, definition.id(), definition.spec());
                    xml.element(
                            "metadata",
                            () -> xml.empty(
                                    new XmlText.QualifiedName(
                                            DomainMetadata.KEY, DomainMetadata.ELEMENT, DomainMetadata.NAMESPACE),
                                    DomainMetadata.ID,
                                    definition.id().toString(),
                                    DomainMetadata.PLACEMENT,
                                    definition.placement().toString()));
                    machine(xml, definition.spec(), emulator);
                    devices(xml, definition.id(), definition.spec(), disks, emulator);
                },
                "type",
                type(definition.spec(), emulator));
        return bounded(xml.finished());
    }

    /** The same without our metadata: how a domain looks that kvmherd does not manage. */
    public static String writeUnmanaged(GuestId id, GuestSpec spec, List<DiskSource> disks, EmulatorFacts emulator) {
        XmlText xml = new XmlText();
        xml.element(
                "domain",
                () -> {
                    identity(xml, id, spec);
                    machine(xml, spec, emulator);
                    devices(xml, id, spec, disks, emulator);
                },
                "type",
                type(spec, emulator));
        return bounded(xml.finished());
    }

    private static String type(GuestSpec spec, EmulatorFacts emulator) {
        return spec.virtualisation() == Virtualisation.KVM ? emulator.hardwareType() : emulator.softwareType();
    }

    private static void identity(XmlText xml, GuestId id, GuestSpec spec) {
        xml.text("name", spec.name()).text("uuid", id.toString());
    }

    private static void machine(XmlText xml, GuestSpec spec, EmulatorFacts emulator) {
        String memory = Long.toString(spec.memoryMib());
        xml.text("memory", memory, "unit", "MiB")
                .text("currentMemory", memory, "unit", "MiB")
                .text("vcpu", Integer.toString(spec.vcpus()), "placement", "static")
                .element("os", () -> boot(xml, spec, emulator))
                .element("features", () -> xml.empty("acpi").empty("apic"));
        // libvirt cannot compare an emulated CPU with the host's; the exact model is QEMU's own promise there.
        String check = spec.virtualisation() == Virtualisation.KVM ? "partial" : "none";
        xml.element(
                        "cpu",
                        () -> xml.text("model", spec.cpuModel(), "fallback", "forbid"),
                        "mode",
                        "custom",
                        "match",
                        "exact",
                        "check",
                        check)
                .empty("clock", "offset", "utc")
                .text("on_poweroff", "destroy")
                .text("on_reboot", "restart")
                .text("on_crash", "destroy");
    }

    private static void boot(XmlText xml, GuestSpec spec, EmulatorFacts emulator) {
        String machine = machineType(spec, emulator);
        if (machine.isEmpty()) {
            xml.text("type", "hvm", "arch", emulator.architecture());
        } else {
            xml.text("type", "hvm", "arch", emulator.architecture(), "machine", machine);
        }
        if (spec.boot().isEmpty()) {
            xml.empty("boot", "dev", "hd");
            return;
        }
        DirectBoot boot = spec.boot().get();
        xml.text("kernel", boot.kernel());
        if (!boot.initrd().isEmpty()) {
            xml.text("initrd", boot.initrd());
        }
        if (!boot.commandLine().isEmpty()) {
            xml.text("cmdline", boot.commandLine());
        }
    }

    private static String machineType(GuestSpec spec, EmulatorFacts emulator) {
        return emulator.machineTypes().isEmpty()
                ? spec.machineType()
                : ChosenMachineType.of(spec, emulator.machineTypes());
    }

    private static void devices(
            XmlText xml, GuestId id, GuestSpec spec, List<DiskSource> disks, EmulatorFacts emulator) {
        if (disks.size() != spec.volumes().size()) {
            throw new IllegalArgumentException("guest " + spec.name() + " has "
                    + spec.volumes().size() + " volumes, but " + disks.size() + " places were given");
        }
        xml.element("devices", () -> {
            if (!emulator.emulator().isEmpty()) {
                xml.text("emulator", emulator.emulator());
            }
            for (int i = 0; i < disks.size(); i++) {
                disk(xml, spec.volumes().get(i), disks.get(i), i);
            }
            for (int i = 0; i < spec.networks().size(); i++) {
                networkInterface(xml, id, spec.networks().get(i), i);
            }
            console(xml, spec);
            xml.empty("memballoon", "model", "virtio");
        });
    }

    private static void disk(XmlText xml, VolumeReference volume, DiskSource source, int index) {
        boolean file = source.kind() == DiskSource.Kind.FILE;
        xml.element(
                "disk",
                () -> xml.empty(
                                "driver",
                                "name",
                                "qemu",
                                "type",
                                volume.format().name().toLowerCase(Locale.ROOT),
                                "cache",
                                "none",
                                "discard",
                                "unmap")
                        .empty("source", file ? "file" : "dev", source.path())
                        .empty("target", "dev", diskName(index), "bus", "virtio"),
                "type",
                file ? "file" : "block",
                "device",
                "disk");
    }

    /** vda to vdz, then vdaa and on. */
    static String diskName(int index) {
        String last = Character.toString('a' + index % 26);
        return "vd" + (index < 26 ? last : Character.toString('a' + index / 26 - 1) + last);
    }

    private static void networkInterface(XmlText xml, GuestId id, String network, int index) {
        xml.element(
                "interface",
                () -> xml.empty("mac", "address", macAddress(id, index))
                        .empty("source", "network", network)
                        .empty("model", "type", "virtio"),
                "type",
                "network");
    }

    /**
     * QEMU's own prefix and 24 bits of the guest's id, so that a guest that is defined anew elsewhere keeps its address
     * and its lease.
     */
    static String macAddress(GuestId id, int index) {
        long bits = (id.value().getLeastSignificantBits() + index) & 0xFF_FFFF;
        return String.format(Locale.ROOT, "52:54:00:%02x:%02x:%02x", bits >> 16, bits >> 8 & 0xFF, bits & 0xFF);
    }

    private static void console(XmlText xml, GuestSpec spec) {
        String path = CONSOLE_FOLDER + "/" + spec.name() + ".log";
        xml.element(
                "serial",
                () -> xml.empty("source", "path", path, "append", "on").empty("target", "port", "0"),
                "type",
                "file");
        xml.element(
                "console",
                () -> xml.empty("source", "path", path, "append", "on").empty("target", "type", "serial", "port", "0"),
                "type",
                "file");
    }

    private static String bounded(String xml) {
        if (xml.length() > Limits.DOMAIN_XML_LENGTH) {
            throw new KvmherdException(
                    ErrorCode.TOO_LARGE,
                    "the domain's XML has " + xml.length() + " characters; at most " + Limits.DOMAIN_XML_LENGTH
                            + " are allowed");
        }
        return xml;
    }
}
