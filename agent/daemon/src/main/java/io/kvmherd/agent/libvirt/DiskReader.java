package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.migration.CopyableDisks;
import io.kvmherd.agent.core.port.DiskImage;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.StoragePool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.libvirt.Domain;
import org.libvirt.DomainBlockInfo;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the disks of guests. Sizes come from libvirt; what a qcow2 file holds besides the disk stands in its header,
 * which is read without a lock: QEMU changes these fields only when somebody takes a snapshot.
 */
final class DiskReader {
    private static final Logger LOG = LoggerFactory.getLogger(DiskReader.class);
    private static final int HEADER_BYTES = 72;
    private static final int MAGIC = 0x514649fb;
    private static final int BACKING_OFFSET_AT = 8;
    private static final int ENCRYPTION_AT = 32;
    private static final int SNAPSHOTS_AT = 60;

    private DiskReader() {}

    /** Of all that run, as far as they can be looked at; a report must not fail for one of them. */
    static List<GuestDisks> all(OpenConnection connection, List<StoragePool> pools) throws LibvirtException {
        if (connection.isTestDriver()) {
            return List.of();
        }
        int[] running = connection.listDomains();
        Arrays.sort(running);
        List<GuestDisks> found = new ArrayList<>();
        for (int number : Arrays.copyOf(running, Math.min(running.length, Limits.GUESTS_WITH_DISKS))) {
            try (DomainHandle handle = new DomainHandle(connection.domainLookupByID(number))) {
                found.add(of(handle.domain(), pools));
            } catch (LibvirtException | KvmherdException e) {
                LOG.debug("the disks of domain {} are not known: {}", number, e.getMessage());
            }
        }
        return List.copyOf(found);
    }

    static GuestDisks one(OpenConnection connection, GuestId guest) throws LibvirtException {
        try (DomainHandle handle = DomainHandle.of(connection, guest)) {
            return of(handle.domain(), PoolReader.active(connection));
        }
    }

    private static GuestDisks of(Domain domain, List<StoragePool> pools) throws LibvirtException {
        return CopyableDisks.of(domain.getXMLDesc(0), pools, disk -> image(domain, disk));
    }

    private static Optional<DiskImage> image(Domain domain, DomainDisk disk) {
        if (disk.source().isEmpty()) {
            return Optional.empty();
        }
        try {
            DomainBlockInfo size = domain.blockInfo(disk.source());
            if (!disk.format().equals("qcow2")) {
                return Optional.of(new DiskImage(size.getCapacity(), size.getAllocation(), false, 0, false));
            }
            ByteBuffer header = header(Path.of(disk.source()));
            return Optional.of(new DiskImage(
                    size.getCapacity(),
                    size.getAllocation(),
                    header.getLong(BACKING_OFFSET_AT) != 0,
                    Integer.toUnsignedLong(header.getInt(SNAPSHOTS_AT)),
                    header.getInt(ENCRYPTION_AT) != 0));
        } catch (LibvirtException | IOException e) {
            LOG.debug("disk {} ({}) cannot be looked at: {}", disk.target(), disk.source(), e.getMessage());
            return Optional.empty();
        }
    }

    private static ByteBuffer header(Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ)) {
            while (header.hasRemaining()) {
                if (channel.read(header) < 0) {
                    throw new IOException("the file ends within its header");
                }
            }
        }
        if (header.getInt(0) != MAGIC) {
            throw new IOException("the file does not begin as a qcow2 file does");
        }
        return header;
    }
}
