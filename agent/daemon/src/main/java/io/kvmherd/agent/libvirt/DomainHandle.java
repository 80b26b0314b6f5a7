package io.kvmherd.agent.libvirt;

import io.kvmherd.common.model.GuestId;
import java.util.Optional;
import org.libvirt.Domain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** A domain within one call, freed at its end. Never kept, never compared: the binding's equality asks the daemon. */
record DomainHandle(Domain domain) implements AutoCloseable {
    /** @throws LibvirtException VIR_ERR_NO_DOMAIN when there is none */
    static DomainHandle of(OpenConnection connection, GuestId guest) throws LibvirtException {
        return new DomainHandle(connection.domainLookupByUUID(guest.value()));
    }

    static Optional<DomainHandle> find(OpenConnection connection, GuestId guest) throws LibvirtException {
        try {
            return Optional.of(of(connection, guest));
        } catch (LibvirtException e) {
            return absent(e);
        }
    }

    static Optional<DomainHandle> find(OpenConnection connection, String name) throws LibvirtException {
        try {
            return Optional.of(new DomainHandle(connection.domainLookupByName(name)));
        } catch (LibvirtException e) {
            return absent(e);
        }
    }

    boolean isActive() throws LibvirtException {
        int active = domain.isActive();
        LibvirtFailures.requireSuccess(active, "asking whether a domain is active");
        return active == 1;
    }

    boolean isPersistent() throws LibvirtException {
        int persistent = domain.isPersistent();
        LibvirtFailures.requireSuccess(persistent, "asking whether a domain is persistent");
        return persistent == 1;
    }

    @Override
    public void close() throws LibvirtException {
        domain.free();
    }

    static boolean is(LibvirtException failure, ErrorNumber number) {
        return failure.getError() != null && failure.getError().getCode() == number;
    }

    private static Optional<DomainHandle> absent(LibvirtException failure) throws LibvirtException {
        if (is(failure, ErrorNumber.VIR_ERR_NO_DOMAIN)) {
            return Optional.empty();
        }
        throw failure;
    }
}
