package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DiskSource;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.VolumeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.libvirt.LibvirtException;
import org.libvirt.StoragePoolInfo;
import org.libvirt.StorageVol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/** Looks at storage pools and at volumes in them. */
final class PoolReader {
    private static final Logger LOG = LoggerFactory.getLogger(PoolReader.class);
    private static final long BYTES_PER_MIB = 1_024 * 1_024;

    private PoolReader() {}

    /** The active ones, sorted by name. A pool whose name could not be a file's is left out: nothing could refer to it. */
    static List<StoragePool> active(OpenConnection connection) throws LibvirtException {
        String[] names = connection.listStoragePools();
        Arrays.sort(names);
        List<StoragePool> pools = new ArrayList<>();
        for (String name : names) {
            org.libvirt.StoragePool pool = connection.storagePoolLookupByName(name);
            try {
                pools.add(read(name, pool));
            } catch (KvmherdException e) {
                LOG.debug("storage pool {} is left out: {}", name, e.getMessage());
            } finally {
                pool.free();
            }
        }
        return List.copyOf(pools);
    }

    /**
     * Where a volume lies. The pool is read anew when it does not know the volume: somebody else may have made the file.
     *
     * @throws KvmherdException CONFLICT when the pool is not active or has no such volume
     */
    static DiskSource locate(OpenConnection connection, VolumeReference reference) throws LibvirtException {
        if (!Arrays.asList(connection.listStoragePools()).contains(reference.pool())) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "storage pool " + reference.pool() + " is not active on this host; start it: virsh pool-start "
                            + reference.pool());
        }
        org.libvirt.StoragePool pool = connection.storagePoolLookupByName(reference.pool());
        try {
            if (!contains(pool, reference.volume())) {
                pool.refresh(0);
            }
            if (!contains(pool, reference.volume())) {
                throw new KvmherdException(
                        ErrorCode.CONFLICT,
                        "volume " + reference.volume() + " does not exist in storage pool " + reference.pool()
                                + " of this host; create it first, or name another");
            }
            StorageVol volume = pool.storageVolLookupByName(reference.volume());
            try {
                String type = XmlDocument.parse(volume.getXMLDesc(0)).getAttribute("type");
                return new DiskSource(
                        volume.getPath(), type.equals("block") ? DiskSource.Kind.BLOCK : DiskSource.Kind.FILE);
            } finally {
                volume.free();
            }
        } finally {
            pool.free();
        }
    }

    private static boolean contains(org.libvirt.StoragePool pool, String volume) throws LibvirtException {
        return Arrays.asList(pool.listVolumes()).contains(volume);
    }

    private static StoragePool read(String name, org.libvirt.StoragePool pool) throws LibvirtException {
        Element xml = XmlDocument.parse(pool.getXMLDesc(0));
        StoragePoolInfo size = pool.getInfo();
        return new StoragePool(
                name,
                xml.getAttribute("type"),
                XmlDocument.child(xml, "target")
                        .map(target -> XmlDocument.text(target, "path"))
                        .orElse(""),
                size.capacity / BYTES_PER_MIB,
                size.available / BYTES_PER_MIB);
    }
}
