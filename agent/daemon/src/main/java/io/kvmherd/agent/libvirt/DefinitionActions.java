package io.kvmherd.agent.libvirt;

import com.sun.jna.Pointer;
import io.kvmherd.agent.core.port.DomainReading;
import io.kvmherd.common.model.GuestId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.libvirt.Domain;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** A domain's definition as a whole, each within one call on one connection. */
final class DefinitionActions {
    private final OpenConnection connection;

    DefinitionActions(OpenConnection connection) {
        this.connection = connection;
    }

    /** Six or seven questions of libvirt's, of which the two for XML take longest: well below a millisecond each. */
    Optional<DomainReading> read(GuestId guest) throws LibvirtException {
        Optional<DomainHandle> found = DomainHandle.find(connection, guest);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (DomainHandle handle = found.get()) {
            if (!handle.isPersistent()) {
                return Optional.empty();
            }
            Domain domain = handle.domain();
            Optional<String> live =
                    handle.isActive() ? Optional.of(domain.getXMLDesc(XMLFlags.MIGRATABLE)) : Optional.empty();
            List<String> snapshots = snapshots(domain);
            return Optional.of(new DomainReading(
                    domain.getXMLDesc(XMLFlags.MIGRATABLE | XMLFlags.INACTIVE),
                    live,
                    domain.getAutostart(),
                    snapshots,
                    snapshots.isEmpty() ? "" : currentSnapshot(guest),
                    connection.getLibVersion()));
        } catch (LibvirtException e) {
            if (DomainHandle.is(e, ErrorNumber.VIR_ERR_NO_DOMAIN)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<String> snapshots(Domain domain) throws LibvirtException {
        return connection.isTestDriver() || domain.snapshotNum() <= 0
                ? List.of()
                : Stream.of(domain.snapshotListNames()).sorted().toList();
    }

    /** By plain calls: the binding's snapshot does not tell its name. */
    private String currentSnapshot(GuestId guest) {
        Pointer domain = NativeLibvirt.virDomainLookupByUUIDString(connection.pointer(), guest.toString());
        if (domain == null) {
            return "";
        }
        try {
            Pointer snapshot = NativeLibvirt.virDomainSnapshotCurrent(domain, 0);
            if (snapshot == null) {
                return "";
            }
            String name = String.valueOf(NativeLibvirt.virDomainSnapshotGetName(snapshot));
            LibvirtFailures.requireSuccess(NativeLibvirt.virDomainSnapshotFree(snapshot), "freeing a snapshot");
            return name;
        } finally {
            LibvirtFailures.requireSuccess(NativeLibvirt.virDomainFree(domain), "freeing a domain");
        }
    }
}
