package io.kvmherd.agent.libvirt;

import com.sun.jna.Pointer;
import io.kvmherd.agent.core.drift.Recomposition;
import io.kvmherd.agent.core.port.DomainReading;
import io.kvmherd.agent.core.port.Redefinition;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
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

    /** Six or seven questions of libvirt's, of which the two for XML take longest. */
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

    /**
     * The new name first: a definition of another name is refused by libvirt. Autostart last, as in every definition. What
     * fails after the first of them was done is told as half done, so that it is asked for again: each may be repeated.
     */
    void redefine(Redefinition wanted) throws LibvirtException {
        Optional<DomainHandle> found = DomainHandle.find(connection, wanted.guest());
        if (found.isEmpty()) {
            define(wanted, Recomposition.of(wanted, Optional.empty()));
            return;
        }
        try (DomainHandle handle = found.get()) {
            Optional<String> text =
                    wanted.text().isEmpty() ? Optional.empty() : Optional.of(recomposed(wanted, handle));
            boolean renames = !wanted.name().equals(handle.domain().getName());
            if (renames) {
                rename(wanted, handle);
            }
            try {
                if (text.isPresent()) {
                    define(wanted, text.get());
                } else {
                    handle.domain().setAutostart(wanted.autostart());
                }
            } catch (LibvirtException e) {
                if (!renames) {
                    throw e;
                }
                throw LibvirtFailures.halfDone(
                        "guest " + wanted.guest() + " is called " + wanted.name()
                                + " again, but the rest of its definition is not put back",
                        e);
            }
        }
    }

    private static String recomposed(Redefinition wanted, DomainHandle handle) throws LibvirtException {
        return Recomposition.of(
                wanted,
                Optional.of(handle.domain().getXMLDesc(XMLFlags.SECURE | XMLFlags.MIGRATABLE | XMLFlags.INACTIVE)));
    }

    private void define(Redefinition wanted, String text) throws LibvirtException {
        try (DomainHandle defined = new DomainHandle(connection.domainDefineXML(text))) {
            setAutostart(defined, wanted);
        }
    }

    private static void setAutostart(DomainHandle defined, Redefinition wanted) {
        try {
            defined.domain().setAutostart(wanted.autostart());
        } catch (LibvirtException e) {
            throw LibvirtFailures.halfDone(
                    "guest " + wanted.guest() + " is defined again, but its autostart could not be switched "
                            + (wanted.autostart() ? "on" : "off"),
                    e);
        }
    }

    private void rename(Redefinition wanted, DomainHandle handle) throws LibvirtException {
        if (handle.isActive()) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "guest " + wanted.guest() + " is running and cannot be renamed to " + wanted.name()
                            + "; shut it down first");
        }
        Pointer domain = NativeLibvirt.virDomainLookupByUUIDString(
                connection.pointer(), wanted.guest().toString());
        if (domain == null) {
            throw LibvirtFailures.last("looking for guest " + wanted.guest());
        }
        try {
            LibvirtFailures.requireSuccess(
                    NativeLibvirt.virDomainRename(domain, wanted.name(), 0), "renaming guest " + wanted.guest());
        } finally {
            LibvirtFailures.requireSuccess(NativeLibvirt.virDomainFree(domain), "freeing a domain");
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
