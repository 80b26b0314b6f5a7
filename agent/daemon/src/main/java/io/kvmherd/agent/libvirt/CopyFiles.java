package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.port.DiskCopies;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.VolumeReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies' files, made by libvirt in its pools and claimed as {@link CopyClaims} says. */
final class CopyFiles implements DiskCopies {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Logger LOG = LoggerFactory.getLogger(CopyFiles.class);
    private static final String NOT_READ = "pool {} was not read anew: {}";
    private static final List<String> KINDS_WITH_FOLDER = List.of("dir", "fs");

    private final LibvirtSession session;

    CopyFiles(LibvirtSession session) {
        this.session = session;
    }

    @Override
    public void make(OperationId operation, List<GuestDisk> copies) {
        CopyClaims claims = new CopyClaims(operation);
        each(copies, "making", (connection, copy) -> {
            requireFolder(connection, copy);
            claims.make(copy, name -> create(connection, copy, name));
        });
    }

    @Override
    public void keep(OperationId operation, List<GuestDisk> copies) {
        CopyClaims claims = new CopyClaims(operation);
        each(copies, "keeping", (connection, copy) -> claims.keep(copy));
    }

    @Override
    public void discard(OperationId operation, List<GuestDisk> copies) {
        CopyClaims claims = new CopyClaims(operation);
        each(copies, "removing", (connection, copy) -> claims.discard(copy));
    }

    private void each(List<GuestDisk> copies, String what, Work work) {
        for (GuestDisk copy : copies) {
            String doing = what + " the copy " + copy.path();
            session.act(doing, LIMIT, connection -> {
                work.on(connection, copy);
                return doing;
            });
        }
        copies.stream().map(GuestDisk::pool).distinct().forEach(this::readAnew);
    }

    /** The claims came and went beside libvirt. What it lists is a convenience, and what was done to our files is done. */
    private void readAnew(String pool) {
        try {
            session.act("reading pool " + pool + " anew", LIMIT, connection -> {
                org.libvirt.StoragePool found = connection.storagePoolLookupByName(pool);
                try {
                    refresh(found, pool);
                } finally {
                    found.free();
                }
                return pool;
            });
        } catch (KvmherdException e) {
            LOG.debug(NOT_READ, pool, e.getMessage());
        }
    }

    /** As far as that can be had: libvirt refuses to read a pool in which somebody else's volume is just being made. */
    private static void refresh(org.libvirt.StoragePool pool, String name) {
        try {
            pool.refresh(0);
        } catch (LibvirtException e) {
            LOG.debug(NOT_READ, name, e.getMessage());
        }
    }

    private static void create(OpenConnection connection, GuestDisk copy, String name) {
        String format = copy.format() == VolumeReference.Format.RAW ? "raw" : "qcow2";
        String xml = "<volume><name>" + name + "</name><capacity unit='bytes'>" + copy.sizeBytes() + "</capacity>"
                + "<allocation unit='bytes'>0</allocation><target><format type='" + format + "'/>"
                + "<permissions><mode>0600</mode></permissions>"
                + (format.equals("qcow2") ? "<compat>1.1</compat>" : "")
                + "</target></volume>";
        inPool(connection, copy, pool -> {
            try {
                pool.storageVolCreateXML(xml, 0).free();
            } catch (LibvirtException e) {
                throw LibvirtFailures.of("making a volume for disk " + copy.disk() + " in pool " + copy.pool(), e);
            }
        });
    }

    /** With the pool as its folder is now, or as libvirt knew it last. */
    private static void inPool(OpenConnection connection, GuestDisk copy, Consumer<org.libvirt.StoragePool> work) {
        try {
            org.libvirt.StoragePool pool = connection.storagePoolLookupByName(copy.pool());
            try {
                refresh(pool, copy.pool());
                work.accept(pool);
            } finally {
                pool.free();
            }
        } catch (LibvirtException e) {
            throw LibvirtFailures.of("using pool " + copy.pool() + " for disk " + copy.disk(), e);
        }
    }

    private static void requireFolder(OpenConnection connection, GuestDisk copy) throws LibvirtException {
        boolean there = PoolReader.active(connection).stream()
                .filter(pool -> pool.name().equals(copy.pool()))
                .anyMatch(pool -> isFolderOf(pool, copy));
        if (!there) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "pool " + copy.pool() + " of this host is not active, or is not a folder that " + copy.path()
                            + " lies in; a copy has the path of its original");
        }
    }

    private static boolean isFolderOf(StoragePool pool, GuestDisk copy) {
        return KINDS_WITH_FOLDER.contains(pool.type())
                && !pool.path().isEmpty()
                && Path.of(pool.path()).equals(Path.of(copy.path()).getParent());
    }

    @FunctionalInterface
    private interface Work {
        void on(OpenConnection connection, GuestDisk copy) throws LibvirtException;
    }
}
