package io.kvmherd.agent.core.domain;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.w3c.dom.Element;

/** Reads a domain's XML. See the package comment for what it refuses. */
public final class DomainXmlReader {

    private static final long MIB = 1_024L * 1_024;

    private DomainXmlReader() {}

    /**
     * @throws KvmherdException TOO_LARGE above {@code Limits.DOMAIN_XML_LENGTH}; MALFORMED when it is no domain or
     *     lacks its UUID, name, memory or virtual CPUs
     */
    public static DomainDescription read(String xml) {
        return read(XmlDocument.parse(xml));
    }

    /** As above, of XML that was parsed already. */
    public static DomainDescription read(Element domain) {
        if (!XmlDocument.localName(domain).equals("domain")) {
            throw malformed(
                    "the XML describes a " + XmlDocument.shortened(XmlDocument.localName(domain)) + ", not a domain");
        }
        Optional<Element> devices = XmlDocument.child(domain, "devices");
        List<Element> interfaces =
                devices.map(parent -> XmlDocument.children(parent, "interface")).orElse(List.of());
        return new DomainDescription(
                id(domain),
                required(domain, "name"),
                placement(domain),
                domain.getAttribute("type"),
                XmlDocument.child(domain, "os")
                        .map(os -> XmlDocument.attribute(os, "type", "machine"))
                        .orElse(""),
                vcpus(domain),
                memoryMib(domain),
                cpu(domain),
                devices.map(DomainXmlReader::disks).orElse(List.of()),
                networks(interfaces),
                interfaces.stream().map(element -> element.getAttribute("type")).toList(),
                devices.map(parent -> hostDevices(parent, interfaces)).orElse(List.of()));
    }

    private static GuestId id(Element domain) {
        String text = required(domain, "uuid");
        try {
            return GuestId.of(text);
        } catch (KvmherdException e) {
            throw new KvmherdException(
                    ErrorCode.MALFORMED, "the domain's uuid \"" + XmlDocument.shortened(text) + "\" is none", e);
        }
    }

    private static Optional<PlacementGeneration> placement(Element domain) {
        return XmlDocument.child(domain, "metadata").stream()
                .flatMap(metadata -> XmlDocument.children(metadata, DomainMetadata.ELEMENT).stream())
                .filter(element -> DomainMetadata.NAMESPACE.equals(element.getNamespaceURI()))
                .findFirst()
                .map(DomainMetadata::placementOf);
    }

    private static int vcpus(Element domain) {
        long vcpus = number("vcpu", required(domain, "vcpu"));
        if (vcpus < 1 || vcpus > 65_536) {
            throw malformed("the domain has " + vcpus + " virtual CPUs");
        }
        return Math.toIntExact(vcpus);
    }

    private static long memoryMib(Element domain) {
        return mibOf(XmlDocument.child(domain, "memory").orElseThrow(() -> malformed("the domain has no memory")));
    }

    /**
     * An amount of memory, in MiB, rounded down.
     *
     * @throws KvmherdException MALFORMED when it is no amount
     */
    public static long mibOf(Element memory) {
        long value = number("memory", XmlDocument.text(memory));
        String unit = memory.getAttribute("unit");
        long bytes = bytesOf(unit.isEmpty() ? "KiB" : unit);
        if (value < 0 || value > Long.MAX_VALUE / bytes) {
            throw malformed("the domain's memory of " + value + " " + XmlDocument.shortened(unit) + " is not possible");
        }
        return value * bytes / MIB;
    }

    private static long bytesOf(String unit) {
        return switch (unit) {
            case "b", "bytes" -> 1;
            case "KB" -> 1_000;
            case "k", "KiB" -> 1_024;
            case "MB" -> 1_000_000;
            case "M", "MiB" -> MIB;
            case "GB" -> 1_000_000_000;
            case "G", "GiB" -> 1_024 * MIB;
            case "TB" -> 1_000_000_000_000L;
            case "T", "TiB" -> 1_024 * 1_024 * MIB;
            default -> throw malformed("the domain's memory is in the unknown unit " + XmlDocument.shortened(unit));
        };
    }

    private static DomainCpu cpu(Element domain) {
        Optional<Element> cpu = XmlDocument.child(domain, "cpu");
        if (cpu.isEmpty()) {
            return new DomainCpu("", "");
        }
        String model = XmlDocument.text(cpu.get(), "model");
        String mode = cpu.get().getAttribute("mode");
        // libvirt leaves the mode out of old definitions that name a model.
        return new DomainCpu(mode.isEmpty() && !model.isEmpty() ? "custom" : mode, model);
    }

    private static List<DomainDisk> disks(Element devices) {
        return XmlDocument.children(devices, "disk").stream()
                .map(DomainXmlReader::disk)
                .toList();
    }

    private static DomainDisk disk(Element disk) {
        String file = XmlDocument.attribute(disk, "source", "file");
        String device = XmlDocument.attribute(disk, "source", "dev");
        String name = XmlDocument.attribute(disk, "source", "name");
        String source = !file.isEmpty() ? file : !device.isEmpty() ? device : name;
        String kind = disk.getAttribute("device");
        return new DomainDisk(
                XmlDocument.attribute(disk, "target", "dev"),
                kind.isEmpty() ? "disk" : kind,
                source,
                XmlDocument.attribute(disk, "source", "pool"),
                XmlDocument.attribute(disk, "source", "volume"),
                XmlDocument.attribute(disk, "driver", "type"),
                XmlDocument.attribute(disk, "driver", "cache"),
                XmlDocument.child(disk, "shareable").isPresent(),
                XmlDocument.child(disk, "readonly").isPresent());
    }

    private static List<String> networks(List<Element> interfaces) {
        return interfaces.stream()
                .map(HostLink::networkOf)
                .filter(network -> !network.isEmpty())
                .toList();
    }

    private static List<String> hostDevices(Element devices, List<Element> interfaces) {
        List<String> found = new ArrayList<>();
        for (Element device : XmlDocument.children(devices, "hostdev")) {
            found.add("hostdev "
                    + XmlDocument.shortened(device.getAttribute("type")).toLowerCase(Locale.ROOT));
        }
        for (Element element : interfaces) {
            if (element.getAttribute("type").equals("hostdev")) {
                found.add("interface hostdev");
            }
        }
        return List.copyOf(found);
    }

    private static long number(String what, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new KvmherdException(
                    ErrorCode.MALFORMED,
                    "the domain's " + what + " \"" + XmlDocument.shortened(text) + "\" is no number",
                    e);
        }
    }

    private static String required(Element domain, String child) {
        String text = XmlDocument.text(domain, child);
        if (text.isEmpty()) {
            throw malformed("the domain has no " + child);
        }
        return text;
    }

    private static KvmherdException malformed(String message) {
        return new KvmherdException(ErrorCode.MALFORMED, message);
    }
}
