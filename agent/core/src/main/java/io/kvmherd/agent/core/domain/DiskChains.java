package io.kvmherd.agent.core.domain;

import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DiskChain.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Reads what a domain's disks rest on.
 *
 * <p>libvirt tells a whole chain only in the live XML of an active domain. The XML for a migration lacks what libvirt found,
 * and the persistent one has only what somebody wrote there: an overlay then looks like a disk of its own. No image is
 * opened here, so only "raw" is known to rest on nothing without being told.
 */
public final class DiskChains {
    private DiskChains() {}

    /** Of all disks that have a medium, in their order. */
    public static List<DiskChain> of(Element domain) {
        return XmlDocument.child(domain, "devices").stream()
                .flatMap(devices -> XmlDocument.children(devices, "disk").stream())
                .filter(DiskChains::hasSource)
                .map(DiskChains::chain)
                .toList();
    }

    private static DiskChain chain(Element disk) {
        Optional<Element> source = XmlDocument.child(disk, "source");
        String own = source.flatMap(DiskChains::pathOf).orElse("");
        boolean named = !XmlDocument.attribute(disk, "source", "pool").isEmpty();
        List<String> below = new ArrayList<>();
        boolean here = (named || !own.isEmpty())
                && addContents(source, below)
                && XmlDocument.child(disk, "mirror").isEmpty();
        String format = XmlDocument.attribute(disk, "driver", "type");
        Optional<Element> layer = XmlDocument.child(disk, "backingStore");
        for (int depth = 1; layer.filter(DiskChains::hasSource).isPresent() && depth < DiskChain.LENGTH; depth++) {
            source = XmlDocument.child(layer.get(), "source");
            Optional<String> path = source.flatMap(DiskChains::pathOf);
            path.ifPresent(below::add);
            here = here && path.isPresent() && addContents(source, below);
            format = XmlDocument.attribute(layer.get(), "format", "type");
            layer = XmlDocument.child(layer.get(), "backingStore");
        }
        boolean bottom = layer.map(last -> !hasSource(last)).orElse(format.equals("raw"));
        End end = !here ? End.ELSEWHERE : bottom ? End.BOTTOM : End.UNTOLD;
        return new DiskChain(XmlDocument.attribute(disk, "target", "dev"), own, below, end);
    }

    /** The contents of a qcow2 may lie in a file beside it. Whether they have a path, if so. */
    private static boolean addContents(Optional<Element> source, List<String> below) {
        Optional<Element> contents = source.flatMap(element -> XmlDocument.child(element, "dataStore"));
        Optional<String> path =
                contents.flatMap(store -> XmlDocument.child(store, "source")).flatMap(DiskChains::pathOf);
        path.ifPresent(below::add);
        return contents.isPresent() == path.isPresent();
    }

    private static Optional<String> pathOf(Element source) {
        String file = source.getAttribute("file");
        String path = file.isEmpty() ? source.getAttribute("dev") : file;
        return path.isEmpty() ? Optional.empty() : Optional.of(path);
    }

    private static boolean hasSource(Element holder) {
        return XmlDocument.child(holder, "source").isPresent();
    }
}
