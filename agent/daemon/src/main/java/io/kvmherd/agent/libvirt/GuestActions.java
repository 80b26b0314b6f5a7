package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DiskSource;
import io.kvmherd.agent.core.domain.DomainXmlWriter;
import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.VolumeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.libvirt.Domain.UndefineFlags;
import org.libvirt.DomainInfo.DomainState;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** What is done to one guest, each within one call on one connection. */
final class GuestActions {
    private static final int UNDEFINE_KEEP_NVRAM = 1 << 3;
    private static final int UNDEFINE_CHECKPOINTS = 1 << 4;
    private static final int UNDEFINE_KEEP_TPM = 1 << 6;
    private static final long KEEPS_TPM_SINCE_LIBVIRT = 8_009_000;

    private final OpenConnection connection;

    GuestActions(OpenConnection connection) {
        this.connection = connection;
    }

    void define(GuestDefinition definition, HostCapabilities capabilities) throws LibvirtException {
        requireFree(definition);
        List<DiskSource> disks = new ArrayList<>();
        for (VolumeReference volume : definition.spec().volumes()) {
            disks.add(PoolReader.locate(connection, volume));
        }
        String xml = DomainXmlWriter.write(definition, disks, capabilities.emulatorFacts(connection.isTestDriver()));
        try (DomainHandle defined = new DomainHandle(connection.domainDefineXML(xml))) {
            withoutAutostart(defined, definition);
        }
    }

    void start(GuestId guest) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            if (handle.isActive()) {
                throw new KvmherdException(ErrorCode.CONFLICT, "guest " + guest + " is running already");
            }
            LibvirtFailures.requireSuccess(handle.domain().create(), "starting guest " + guest);
        }
    }

    void shutDown(GuestId guest) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            requireActive(handle, guest);
            handle.domain().shutdown();
        }
    }

    void destroy(GuestId guest) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            if (handle.isActive()) {
                handle.domain().destroy();
            }
        } catch (LibvirtException e) {
            if (!DomainHandle.is(e, ErrorNumber.VIR_ERR_OPERATION_INVALID)) {
                throw e;
            }
        }
    }

    /**
     * libvirt would turn a running persistent domain into a transient one; that is refused.
     *
     * <p>The guest's NVRAM and the state of its TPM stay like its volumes: kvmherd makes neither, and in a shared folder they
     * are those of the guest that runs elsewhere by now.
     */
    void undefine(GuestId guest) throws LibvirtException {
        Optional<DomainHandle> found = DomainHandle.find(connection, guest);
        if (found.isEmpty()) {
            return;
        }
        try (DomainHandle handle = found.get()) {
            if (handle.isActive()) {
                throw new KvmherdException(
                        ErrorCode.CONFLICT,
                        "guest " + guest + " is running; its definition is removed only when it is off. Stop it first");
            }
            int flags = UndefineFlags.MANAGED_SAVE | UndefineFlags.SNAPSHOTS_METADATA;
            handle.domain().undefine(connection.isTestDriver() ? flags : flags | keeping());
        }
    }

    private int keeping() throws LibvirtException {
        int flags = UNDEFINE_CHECKPOINTS | UNDEFINE_KEEP_NVRAM;
        return connection.getLibVersion() >= KEEPS_TPM_SINCE_LIBVIRT ? flags | UNDEFINE_KEEP_TPM : flags;
    }

    void resume(GuestId guest) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            requireActive(handle, guest);
            if (handle.domain().getInfo().state != DomainState.VIR_DOMAIN_RUNNING) {
                handle.domain().resume();
            }
        }
    }

    /** Only a request; a guest that is gone or has no job has no migration. */
    void abortMigration(GuestId guest) throws LibvirtException {
        Optional<DomainHandle> found = DomainHandle.find(connection, guest);
        if (found.isEmpty()) {
            return;
        }
        try (DomainHandle handle = found.get()) {
            LibvirtFailures.requireSuccess(handle.domain().abortJob(), "aborting the migration of guest " + guest);
        } catch (LibvirtException e) {
            boolean noJob = DomainHandle.is(e, ErrorNumber.VIR_ERR_OPERATION_INVALID)
                    || DomainHandle.is(e, ErrorNumber.VIR_ERR_NO_SUPPORT);
            if (!noJob) {
                throw e;
            }
        }
    }

    /** Drivers differ in what they call this failure. */
    private static void requireActive(DomainHandle handle, GuestId guest) throws LibvirtException {
        if (!handle.isActive()) {
            throw new KvmherdException(ErrorCode.CONFLICT, "guest " + guest + " is off; start it instead");
        }
    }

    /** The definition is there already: a failure here must not read as if nothing had been done. */
    private static void withoutAutostart(DomainHandle defined, GuestDefinition definition) {
        try {
            defined.domain().setAutostart(false);
        } catch (LibvirtException e) {
            throw LibvirtFailures.halfDone(
                    "guest " + definition.spec().name() + " was defined, but whether libvirt starts it by itself is not"
                            + " known",
                    e);
        }
    }

    private void requireFree(GuestDefinition definition) throws LibvirtException {
        String name = definition.spec().name();
        Optional<DomainHandle> sameName = DomainHandle.find(connection, name);
        if (sameName.isPresent()) {
            try (DomainHandle other = sameName.get()) {
                if (!other.domain().getUUIDString().equals(definition.id().toString())) {
                    throw new KvmherdException(
                            ErrorCode.CONFLICT,
                            "another domain on this host is called " + name + " ("
                                    + other.domain().getUUIDString()
                                    + "); rename or remove it, or choose another name");
                }
            }
        }
        Optional<DomainHandle> sameId = DomainHandle.find(connection, definition.id());
        if (sameId.isPresent()) {
            try (DomainHandle existing = sameId.get()) {
                requireReplaceable(existing, definition);
            }
        }
    }

    private static void requireReplaceable(DomainHandle existing, GuestDefinition definition) throws LibvirtException {
        if (existing.isActive()) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "guest " + definition.id() + " is running on this host already; its definition is not replaced");
        }
        String name = String.valueOf(existing.domain().getName());
        if (!name.equals(definition.spec().name())) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "the domain with id " + definition.id() + " is called " + name + " on this host, not "
                            + definition.spec().name() + "; it is not replaced");
        }
    }
}
