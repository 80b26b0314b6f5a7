package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DiskChains;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DiskChain.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.libvirt.StorageVol;
import org.w3c.dom.Element;

/**
 * What a domain's disks rest on, as far as libvirt tells.
 *
 * <p>Of an active domain its live XML does. Of one that is off, the volumes of active pools do, as they were when their
 * pool was read last. They are asked only below a qcow2 or what a qcow2 names: there the guest cannot have written what
 * looks like an image's header.
 */
final class ChainReader {
    private final OpenConnection connection;

    ChainReader(OpenConnection connection) {
        this.connection = connection;
    }

    /** In the order of the disks, those without a medium left out. */
    List<DiskChain> chains(DomainHandle domain) throws LibvirtException {
        boolean active = domain.isActive();
        String xml = domain.domain().getXMLDesc(active ? 0 : XMLFlags.INACTIVE);
        List<DiskChain> chains = new ArrayList<>();
        for (DiskChain chain : DiskChains.of(XmlDocument.parse(xml))) {
            boolean ask = !active && chain.end() == End.UNTOLD && !chain.own().isEmpty();
            chains.add(ask ? withVolumes(chain) : chain);
        }
        return List.copyOf(chains);
    }

    private DiskChain withVolumes(DiskChain chain) throws LibvirtException {
        List<String> below = new ArrayList<>();
        String path = chain.lowest();
        while (chain.below().size() + below.size() < DiskChain.LENGTH) {
            Optional<Element> volume = volume(path);
            if (volume.isEmpty() || !format(volume.get(), "target").equals("qcow2")) {
                return chain.continued(below, End.UNTOLD);
            }
            Optional<Element> backing = XmlDocument.child(volume.get(), "backingStore");
            if (backing.isEmpty()) {
                return chain.continued(below, End.BOTTOM);
            }
            path = XmlDocument.text(backing.get(), "path");
            if (!path.startsWith("/")) {
                return chain.continued(below, End.ELSEWHERE);
            }
            below.add(path);
            if (format(volume.get(), "backingStore").equals("raw")) {
                return chain.continued(below, End.BOTTOM);
            }
        }
        return chain.continued(below, End.UNTOLD);
    }

    private static String format(Element volume, String part) {
        return XmlDocument.child(volume, part)
                .map(element -> XmlDocument.attribute(element, "format", "type"))
                .orElse("");
    }

    /** Empty when no active pool has it. */
    private Optional<Element> volume(String path) throws LibvirtException {
        try {
            StorageVol volume = connection.storageVolLookupByPath(path);
            try {
                return Optional.of(XmlDocument.parse(volume.getXMLDesc(0)));
            } finally {
                volume.free();
            }
        } catch (LibvirtException e) {
            if (DomainHandle.is(e, ErrorNumber.VIR_ERR_NO_STORAGE_VOL)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
