package io.kvmherd.agent.core.domain;

import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * A link of the host that an interface of a guest hangs on by name. One that libvirt took from a network is none: another
 * host's network of that name brings its own, though the XML of a running guest names both.
 *
 * @param kind bridge, or direct for a macvtap device
 */
public record HostLink(String kind, String name) {
    public static List<HostLink> of(Element domain) {
        return XmlDocument.child(domain, "devices").stream()
                .flatMap(devices -> XmlDocument.children(devices, "interface").stream())
                .flatMap(element -> ofInterface(element).stream())
                .distinct()
                .toList();
    }

    static Optional<HostLink> ofInterface(Element element) {
        String kind = element.getAttribute("type");
        String name = switch (kind) {
            case "bridge" -> XmlDocument.attribute(element, "source", "bridge");
            case "direct" -> XmlDocument.attribute(element, "source", "dev");
            default -> "";
        };
        boolean ofNetwork = !networkOf(element).isEmpty();
        return ofNetwork || name.isEmpty() ? Optional.empty() : Optional.of(new HostLink(kind, name));
    }

    /** The libvirt network that an interface is on, whatever kind it says that it is; empty for none. */
    public static String networkOf(Element element) {
        return XmlDocument.attribute(element, "source", "network");
    }
}
