package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import java.util.Optional;
import org.libvirt.Domain.DomainMigrateParameters;
import org.libvirt.Domain.MigrateFlags;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.LibvirtException;
import org.libvirt.TypedParameter;
import org.libvirt.TypedUlongParameter;
import org.w3c.dom.Element;

/**
 * The definition of a guest that is off goes to another host, peer to peer: the destination defines it before this host
 * removes it, so that at no time nobody has it.
 *
 * <p>libvirt hands over the XML and nothing else. What lies beside it on this host, memory that was saved, the firmware's
 * variables, a TPM's state, would stay behind and belong to nobody, so a guest that has any of it stays.
 */
final class Relocation {
    private static final int FLAGS =
            MigrateFlags.OFFLINE | MigrateFlags.PEER2PEER | MigrateFlags.PERSIST_DEST | MigrateFlags.UNDEFINE_SOURCE;

    private final GuestId guest;
    private final String destinationUri;

    Relocation(GuestId guest, String destinationUri) {
        this.guest = guest;
        this.destinationUri = destinationUri;
    }

    /** Blocks until libvirt says that it ended. */
    void run(OpenConnection connection) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            if (handle.isActive()) {
                throw new KvmherdException(
                        ErrorCode.CONFLICT, "guest " + guest + " is active; only a guest that is off moves offline");
            }
            requireNothingBeside(handle);
            String what = "moving the definition of guest " + guest + " to " + destinationUri;
            try {
                LibvirtFailures.requireSuccess(handle.domain().migrateToURI(destinationUri, parameters(), FLAGS), what);
            } catch (LibvirtException e) {
                throw LibvirtFailures.ofTransfer(
                        what, e, new LibvirtFailures.Way(destinationUri, connection.isAlive()));
            }
        }
    }

    /** No bound, which is what none would mean; but libvirt-java cannot hand over an empty list. */
    private static TypedParameter[] parameters() {
        return new TypedParameter[] {new TypedUlongParameter(DomainMigrateParameters.VIR_MIGRATE_PARAM_BANDWIDTH, 0)};
    }

    private void requireNothingBeside(DomainHandle handle) throws LibvirtException {
        if (handle.domain().hasManagedSaveImage() != 0) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "the memory of guest " + guest + " was saved on this host (virsh managedsave) and would not go with"
                            + " it; start it, or give the saved memory up: virsh managedsave-remove " + guest);
        }
        Element domain = XmlDocument.parse(handle.domain().getXMLDesc(XMLFlags.INACTIVE));
        boolean firmware = XmlDocument.child(domain, "os")
                .filter(os -> XmlDocument.child(os, "nvram").isPresent())
                .isPresent();
        boolean tpm = XmlDocument.child(domain, "devices")
                .filter(devices -> !XmlDocument.children(devices, "tpm").isEmpty())
                .isPresent();
        Optional<String> beside = firmware
                ? Optional.of("the variables of its firmware (NVRAM)")
                : tpm ? Optional.of("the state of its TPM") : Optional.empty();
        if (beside.isPresent()) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    beside.get() + " would stay on this host, for libvirt hands over only the definition of guest "
                            + guest + "; start it and move it live");
        }
    }
}
