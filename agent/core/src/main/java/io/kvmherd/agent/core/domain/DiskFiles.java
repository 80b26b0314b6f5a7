package io.kvmherd.agent.core.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** The files and devices that a domain's disks rest on, with what lies below an overlay. */
public final class DiskFiles {
    /** An overlay upon an overlay and so on; a longer chain is cut off, and then counts as not known. */
    public static final int CHAIN_LENGTH = 64;

    private DiskFiles() {}

    /** Paths in the order of the disks, each disk's own first. */
    public static List<String> of(String domainXml) {
        List<String> paths = new ArrayList<>();
        XmlDocument.child(XmlDocument.parse(domainXml), "devices").stream()
                .flatMap(devices -> XmlDocument.children(devices, "disk").stream())
                .forEach(disk -> {
                    pathOf(disk).ifPresent(paths::add);
                    paths.addAll(below(disk));
                });
        return List.copyOf(paths);
    }

    /** What the disk's own file rests on, nearest first; a link that is no file is left out. */
    public static List<String> below(Element disk) {
        List<String> paths = new ArrayList<>();
        Optional<Element> link = XmlDocument.child(disk, "backingStore");
        for (int depth = 0; link.isPresent() && depth < CHAIN_LENGTH; depth++) {
            pathOf(link.get()).ifPresent(paths::add);
            link = XmlDocument.child(link.get(), "backingStore");
        }
        return List.copyOf(paths);
    }

    private static Optional<String> pathOf(Element holder) {
        String file = XmlDocument.attribute(holder, "source", "file");
        String path = file.isEmpty() ? XmlDocument.attribute(holder, "source", "dev") : file;
        return path.isEmpty() ? Optional.empty() : Optional.of(path);
    }
}
