package io.kvmherd.agent.core.drift;

import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** The few things of a definition, or of what runs, that people talk about. */
final class Shapes {
    private static final int SHOWN_LENGTH = 300;

    private Shapes() {}

    static GuestShape of(Element domain) {
        int max = number(XmlDocument.text(domain, "vcpu"));
        int now = XmlDocument.child(domain, "vcpu")
                .map(vcpu -> vcpu.getAttribute("current"))
                .filter(said -> !said.isEmpty())
                .map(Shapes::number)
                .orElse(max);
        long memory = mib(domain, "memory").orElse(0L);
        return new GuestShape(
                now,
                max,
                memory,
                mib(domain, "currentMemory").orElse(memory),
                XmlDocument.child(domain, "devices").map(Shapes::devices).orElse(List.of()));
    }

    private static List<String> devices(Element devices) {
        List<String> found = new ArrayList<>();
        for (Element disk : XmlDocument.children(devices, "disk")) {
            found.add(line(kind(disk), XmlDocument.attribute(disk, "target", "dev"), origin(disk)));
        }
        for (Element card : XmlDocument.children(devices, "interface")) {
            found.add(line("interface", XmlDocument.attribute(card, "mac", "address"), origin(card)));
        }
        for (Element device : XmlDocument.children(devices, "hostdev")) {
            found.add(line("host device", device.getAttribute("type"), addressOf(device)));
        }
        for (Element folder : XmlDocument.children(devices, "filesystem")) {
            found.add(line("shared folder", XmlDocument.attribute(folder, "target", "dir"), origin(folder)));
        }
        return found.stream().sorted().toList();
    }

    private static String kind(Element disk) {
        String device = disk.getAttribute("device");
        return device.isEmpty() ? "disk" : device;
    }

    /** Where it comes from: the first thing that its source names, whatever libvirt adds to that while it runs. */
    private static String origin(Element device) {
        Optional<Element> source = XmlDocument.child(device, "source");
        if (source.isEmpty()) {
            return "";
        }
        Element named = source.get();
        if (!named.getAttribute("volume").isEmpty()) {
            return named.getAttribute("pool") + "/" + named.getAttribute("volume");
        }
        return Stream.of("file", "dev", "dir", "network", "bridge", "name", "path")
                .map(named::getAttribute)
                .filter(said -> !said.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String addressOf(Element device) {
        return XmlDocument.child(device, "source").stream()
                .flatMap(source -> XmlDocument.children(source, "address").stream())
                .map(address -> Stream.of("domain", "bus", "slot", "function", "device", "uuid")
                        .map(address::getAttribute)
                        .filter(said -> !said.isEmpty())
                        .reduce((first, second) -> first + ":" + second)
                        .orElse(""))
                .findFirst()
                .orElse("");
    }

    private static String line(String kind, String name, String origin) {
        String line = kind + " " + name + (origin.isEmpty() ? "" : " " + origin);
        return line.length() <= SHOWN_LENGTH ? line : line.substring(0, SHOWN_LENGTH) + "…";
    }

    private static Optional<Long> mib(Element domain, String name) {
        try {
            return XmlDocument.child(domain, name).map(DomainXmlReader::mibOf);
        } catch (KvmherdException e) {
            return Optional.empty();
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
