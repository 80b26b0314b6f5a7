package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DomainMetadata;
import io.kvmherd.agent.core.domain.DomainMetadata.Mark;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.libvirt.Domain;
import org.libvirt.Domain.ModificationImpact;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our mark on a domain: read, written, taken away, each within one call on one connection.
 *
 * <p>The order is what makes a repetition safe. What is recorded of autostart is written before autostart is turned off,
 * and autostart is turned on before the record is removed: whoever stops half way, the record is still there.
 */
final class AdoptionActions {
    private static final Logger LOG = LoggerFactory.getLogger(AdoptionActions.class);

    private final OpenConnection connection;

    AdoptionActions(OpenConnection connection) {
        this.connection = connection;
    }

    DomainSurvey survey(GuestId guest) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            Domain domain = handle.domain();
            String xml = domain.getXMLDesc(
                    handle.isActive() ? XMLFlags.MIGRATABLE : XMLFlags.MIGRATABLE | XMLFlags.INACTIVE);
            List<DiskChain> chains = new ChainReader(connection).chains(handle);
            boolean persistent = handle.isPersistent();
            Optional<Mark> mark = mark(handle);
            int snapshots = domain.snapshotNum();
            LibvirtFailures.requireSuccess(snapshots, "counting the snapshots of guest " + guest);
            return new DomainSurvey(
                    xml,
                    chains,
                    persistent,
                    persistent && domain.getAutostart(),
                    mark.map(Mark::startsWithHost).orElse(StartsWithHost.NO),
                    mark.map(Mark::ownStart).orElse(OwnStart.ASKED),
                    new DiskLockCheck(Path.of("/")).locks(),
                    snapshots,
                    fileSystems(chains));
        }
    }

    void takeOver(GuestId guest, Mark mark) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            write(handle, DomainMetadata.element(guest, mark));
            try {
                handle.domain().setAutostart(false);
            } catch (LibvirtException e) {
                throw LibvirtFailures.halfDone(
                        "guest " + guest + " carries our mark, but whether libvirt starts it by itself is not known",
                        e);
            }
        }
    }

    void giveBack(GuestId guest) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            Optional<Mark> mark = mark(handle);
            if (mark.isEmpty()) {
                return;
            }
            if (mark.get().startsWithHost() != StartsWithHost.NO) {
                handle.domain().setAutostart(true);
            }
            remove(handle);
        }
    }

    /**
     * A generation that changes may mean that the guest was elsewhere: from then on its start is asked for. A guest that
     * somebody moved without defining it here is defined: it would be lost when it goes off.
     */
    void markPlacement(GuestId guest, PlacementGeneration placement) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            Optional<Mark> mark = mark(handle);
            StartsWithHost before = mark.map(Mark::startsWithHost).orElse(StartsWithHost.NO);
            StartsWithHost after = before == StartsWithHost.ALONE ? StartsWithHost.ASKED : before;
            OwnStart ownStart = mark.map(Mark::ownStart).orElse(OwnStart.ASKED);
            write(handle, DomainMetadata.element(guest, new Mark(placement, after, ownStart)));
            if (!handle.isPersistent()) {
                new DomainHandle(connection.domainDefineXML(handle.domain().getXMLDesc(XMLFlags.INACTIVE))).close();
            }
        }
    }

    private static Optional<Mark> mark(DomainHandle handle) throws LibvirtException {
        try {
            String element = handle.domain().getMetadata(NativeLibvirt.METADATA_ELEMENT, DomainMetadata.NAMESPACE, 0);
            return DomainMetadata.markIn(element);
        } catch (LibvirtException e) {
            if (DomainHandle.is(e, ErrorNumber.VIR_ERR_NO_DOMAIN_METADATA)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void write(DomainHandle handle, String element) throws LibvirtException {
        handle.domain()
                .setMetadata(
                        NativeLibvirt.METADATA_ELEMENT,
                        element,
                        DomainMetadata.KEY,
                        DomainMetadata.NAMESPACE,
                        impact(handle));
    }

    /** libvirt's own way to say that an element shall go: none is given. */
    private static void remove(DomainHandle handle) throws LibvirtException {
        handle.domain()
                .setMetadata(
                        NativeLibvirt.METADATA_ELEMENT,
                        null,
                        DomainMetadata.KEY,
                        DomainMetadata.NAMESPACE,
                        impact(handle));
    }

    /** On what runs and on what is defined, as far as there is either. */
    private static int impact(DomainHandle handle) throws LibvirtException {
        return (handle.isActive() ? ModificationImpact.LIVE : 0)
                | (handle.isPersistent() ? ModificationImpact.CONFIG : 0);
    }

    private static SortedMap<String, String> fileSystems(List<DiskChain> chains) {
        SortedMap<String, String> found = new TreeMap<>();
        for (DiskChain chain : chains) {
            chain.paths().forEach(path -> fileSystem(path).ifPresent(type -> found.put(path, type)));
        }
        return found;
    }

    /** Of a file; a block device may be anywhere, and what cannot be looked at is not known. */
    private static Optional<String> fileSystem(String path) {
        try {
            Path file = Path.of(path).toRealPath();
            return Files.isRegularFile(file)
                    ? Optional.of(Files.getFileStore(file).type())
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            LOG.debug("{} cannot be looked at: {}", path, e.toString());
            return Optional.empty();
        }
    }
}
