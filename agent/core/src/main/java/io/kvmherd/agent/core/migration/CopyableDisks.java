package io.kvmherd.agent.core.migration;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DiskImage;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.VolumeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.w3c.dom.Element;

/**
 * Which of a guest's disks could be copied to another host, and what keeps the others.
 *
 * <p>Only the simplest case is copied: one raw or qcow2 file, directly in the folder of a pool, with nothing below it and
 * nothing inside it but the disk. QEMU copies what the guest sees; whatever else a file holds (snapshots, what it rests
 * on) would be lost without a word, so such a disk is tied to its host.
 */
public final class CopyableDisks {
    private static final List<String> KINDS_WITH_FOLDER = List.of("dir", "fs");

    private CopyableDisks() {}

    /**
     * @param domainXml of the running guest, with what lies below its disks
     * @param images looks at a disk's file; empty when it cannot
     */
    public static GuestDisks of(
            String domainXml, List<StoragePool> pools, Function<DomainDisk, Optional<DiskImage>> images) {
        Element domain = XmlDocument.parse(domainXml);
        DomainDescription guest = DomainXmlReader.read(domain);
        List<Element> elements = XmlDocument.child(domain, "devices")
                .map(devices -> XmlDocument.children(devices, "disk"))
                .orElse(List.of());
        List<GuestDisk> found = new ArrayList<>();
        List<Reason> tied = new ArrayList<>();
        for (int index = 0; index < elements.size(); index++) {
            DomainDisk disk = guest.disks().get(index);
            if (!disk.hasSource() || disk.readOnly()) {
                continue;
            }
            Optional<String> pool = PoolOfDisk.find(disk, pools);
            String outside = tieOfKind(disk, elements.get(index), pools);
            Optional<DiskImage> image = outside.isEmpty() ? images.apply(disk) : Optional.empty();
            String why = outside.isEmpty() ? tieOfImage(elements.get(index), image) : outside;
            if (why.isEmpty()) {
                found.add(new GuestDisk(
                        disk.target(),
                        pool.orElseThrow(),
                        disk.source(),
                        format(disk).orElseThrow(),
                        image.orElseThrow().sizeBytes(),
                        image.orElseThrow().usedBytes()));
            } else {
                tied.add(Reason.of(ReasonCode.DISK_NOT_COPIED)
                        .with("disk", disk.target())
                        .with("pool", pool.orElse(""))
                        .with("path", disk.source().isEmpty() ? disk.pool() + "/" + disk.volume() : disk.source())
                        .with("why", why));
            }
        }
        return new GuestDisks(guest.id(), found, tied);
    }

    /** Empty for a disk of a kind that can be copied; only such a file is looked at. */
    private static String tieOfKind(DomainDisk disk, Element element, List<StoragePool> pools) {
        if (!element.getAttribute("type").equals("file") || !disk.device().equals("disk")) {
            return "device";
        }
        if (format(disk).isEmpty()) {
            return "format";
        }
        if (!liesInFolder(disk, pools)) {
            return "pool";
        }
        return disk.shareable() ? "shareable" : "";
    }

    /** Empty for a disk whose file can be copied. */
    private static String tieOfImage(Element element, Optional<DiskImage> image) {
        if (image.isEmpty()) {
            return "device";
        }
        boolean encrypted = XmlDocument.child(element, "encryption").isPresent()
                || XmlDocument.child(element, "source")
                        .filter(source ->
                                XmlDocument.child(source, "encryption").isPresent())
                        .isPresent();
        if (encrypted || image.get().encrypted()) {
            return "encrypted";
        }
        boolean restsOnOther = XmlDocument.child(element, "backingStore")
                .flatMap(layer -> XmlDocument.child(layer, "source"))
                .isPresent();
        if (image.get().overlay() || restsOnOther) {
            return "backing";
        }
        return image.get().snapshots() > 0 ? "snapshots" : "";
    }

    private static boolean liesInFolder(DomainDisk disk, List<StoragePool> pools) {
        Optional<String> name = PoolOfDisk.find(disk.source(), pools);
        return pools.stream()
                .filter(pool -> name.equals(Optional.of(pool.name())))
                .anyMatch(pool -> KINDS_WITH_FOLDER.contains(pool.type()));
    }

    private static Optional<VolumeReference.Format> format(DomainDisk disk) {
        return switch (disk.format()) {
            case "raw" -> Optional.of(VolumeReference.Format.RAW);
            case "qcow2" -> Optional.of(VolumeReference.Format.QCOW2);
            default -> Optional.empty();
        };
    }
}
