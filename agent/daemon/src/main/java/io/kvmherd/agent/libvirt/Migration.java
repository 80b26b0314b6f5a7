package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Compression;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.StoragePool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.libvirt.Domain.DomainMigrateParameters;
import org.libvirt.Domain.MigrateFlags;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.LibvirtException;
import org.libvirt.TypedIntParameter;
import org.libvirt.TypedParameter;
import org.libvirt.TypedStringParameter;
import org.libvirt.TypedUlongParameter;

/**
 * One live migration, peer to peer: the source's libvirt talks to the destination's, so that it goes on or is undone
 * whatever happens to the agents.
 *
 * <p>libvirt refuses to move a guest whose disks it cannot see to be shared. UNSAFE takes that protection away, so it is
 * given only when every disk that is not copied, and all that it rests on, lies in a pool that was proved to be shared; otherwise the
 * guest stays.
 *
 * <p>Disks are copied along by name only. libvirt takes the flag without names for "all of them", shared ones included,
 * which would copy a disk onto itself: the flag is set only together with names, and only of disks that are there.
 */
final class Migration {
    private static final int FLAGS = MigrateFlags.LIVE
            | MigrateFlags.PEER2PEER
            | MigrateFlags.ABORT_ON_ERROR
            | MigrateFlags.CHANGE_PROTECTION
            | MigrateFlags.PERSIST_DEST
            | MigrateFlags.UNDEFINE_SOURCE;

    private final Departure departure;

    Migration(Departure departure) {
        this.departure = departure;
    }

    /** Blocks until libvirt says that it ended. */
    void run(OpenConnection connection) throws LibvirtException {
        try (DomainHandle guest = DomainHandle.of(connection, departure.guest())) {
            if (!guest.isActive()) {
                throw new KvmherdException(
                        ErrorCode.CONFLICT, "guest " + departure.guest() + " is off; only a running guest moves live");
            }
            List<DomainDisk> disks =
                    DomainXmlReader.read(guest.domain().getXMLDesc(XMLFlags.MIGRATABLE)).disks().stream()
                            .filter(DomainDisk::hasSource)
                            .toList();
            List<DomainDisk> copied = disks.stream()
                    .filter(disk -> departure.copiedDisks().contains(disk.target()))
                    .toList();
            requireCopyable(copied);
            List<DomainDisk> staying =
                    disks.stream().filter(disk -> !copied.contains(disk)).toList();
            List<StoragePool> pools = PoolReader.active(connection);
            requireShared(staying, pools);
            requireSharedBelow(new ChainReader(connection).chains(guest), pools);
            move(connection, guest, flags(staying, copied));
        }
    }

    private int flags(List<DomainDisk> shared, List<DomainDisk> copied) {
        MigrationPolicy.Terms terms = departure.terms();
        return FLAGS
                | (shared.isEmpty() ? 0 : MigrateFlags.UNSAFE)
                | (copied.isEmpty() ? 0 : MigrateFlags.NON_SHARED_DISK)
                | (terms.autoConverge() ? MigrateFlags.AUTO_CONVERGE : 0)
                | (terms.postCopy() ? MigrateFlags.POSTCOPY : 0)
                | (terms.connections() > 1 ? MigrateFlags.PARALLEL : 0)
                | (terms.compression() == Compression.NONE ? 0 : MigrateFlags.COMPRESSED)
                | (departure.transport() == MigrationTransport.TLS ? MigrateFlags.TLS : 0);
    }

    /** A destination that cannot be reached is the migration's failure, not a loss of this host's own libvirt. */
    private void move(OpenConnection connection, DomainHandle guest, int flags) throws LibvirtException {
        String what = "moving guest " + departure.guest() + " to " + departure.destinationUri();
        try {
            LibvirtFailures.requireSuccess(
                    guest.domain().migrateToURI(departure.destinationUri(), parameters(), flags), what);
        } catch (LibvirtException e) {
            throw LibvirtFailures.ofTransfer(
                    what, e, new LibvirtFailures.Way(departure.destinationUri(), connection.isAlive()));
        }
    }

    private TypedParameter[] parameters() {
        List<TypedParameter> parameters = new ArrayList<>();
        parameters.add(
                new TypedStringParameter(DomainMigrateParameters.VIR_MIGRATE_PARAM_URI, departure.migrationUri()));
        if (departure.bandwidthMibPerSecond() > 0) {
            parameters.add(new TypedUlongParameter(
                    DomainMigrateParameters.VIR_MIGRATE_PARAM_BANDWIDTH, departure.bandwidthMibPerSecond()));
        }
        if (departure.terms().compression() != Compression.NONE) {
            parameters.add(new TypedStringParameter(
                    DomainMigrateParameters.VIR_MIGRATE_PARAM_COMPRESSION,
                    departure.terms().compression().word()));
        }
        if (departure.terms().connections() > 1) {
            parameters.add(new TypedIntParameter(
                    DomainMigrateParameters.VIR_MIGRATE_PARAM_PARALLEL_CONNECTIONS,
                    departure.terms().connections()));
        }
        departure.copiedDisks().stream()
                .map(disk -> new TypedStringParameter(DomainMigrateParameters.VIR_MIGRATE_PARAM_MIGRATE_DISKS, disk))
                .forEach(parameters::add);
        return parameters.toArray(TypedParameter[]::new);
    }

    /** Each disk that shall be copied is there, once, and is one that can be written. */
    private void requireCopyable(List<DomainDisk> copied) {
        boolean asNamed = copied.size() == departure.copiedDisks().size()
                && copied.stream().noneMatch(DomainDisk::readOnly);
        if (!asNamed) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "guest " + departure.guest() + " does not have the disks " + departure.copiedDisks()
                            + " that were to be copied, or cannot write to one of them; plan its migration anew");
        }
    }

    private void requireShared(List<DomainDisk> disks, List<StoragePool> pools) {
        for (DomainDisk disk : disks) {
            if (!departure.sharedPools().contains(disk.pool()) && !isShared(disk.source(), pools)) {
                throw new KvmherdException(
                        ErrorCode.CONFLICT,
                        "disk " + disk.target() + " (" + disk.source() + disk.volume() + ") of guest "
                                + departure.guest()
                                + " lies in none of the pools that are shared with the destination "
                                + departure.sharedPools() + "; move it into one, or shut the guest down and move it");
            }
        }
    }

    /** The destination opens what an overlay rests on under the same paths; a disk that is copied must rest on nothing. */
    private void requireSharedBelow(List<DiskChain> chains, List<StoragePool> pools) {
        for (DiskChain chain : chains) {
            boolean copied = departure.copiedDisks().contains(chain.target());
            boolean shared = chain.isComplete()
                    && (copied
                            ? chain.below().isEmpty()
                            : chain.below().stream().allMatch(path -> isShared(path, pools)));
            if (!shared) {
                throw new KvmherdException(
                        ErrorCode.CONFLICT,
                        "disk " + chain.target() + " (" + chain.own() + ") of guest " + departure.guest() + " rests on "
                                + (chain.isComplete() ? chain.below() : "something that is not known here")
                                + ", which is not all in the pools that are shared with the destination "
                                + departure.sharedPools() + "; move it into them, or shut the guest down and move it");
            }
        }
    }

    private boolean isShared(String path, List<StoragePool> pools) {
        return pools.stream()
                .filter(pool -> departure.sharedPools().contains(pool.name()))
                .anyMatch(pool -> liesIn(pool, path));
    }

    private static boolean liesIn(StoragePool pool, String source) {
        return !pool.path().isEmpty()
                && !source.isEmpty()
                && Path.of(pool.path()).equals(Path.of(source).normalize().getParent());
    }
}
