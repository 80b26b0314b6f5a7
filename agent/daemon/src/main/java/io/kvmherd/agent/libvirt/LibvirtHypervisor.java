package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainMetadata.Mark;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.port.Arrival;
import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.DiskCopies;
import io.kvmherd.agent.core.port.DomainReading;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.agent.core.port.HypervisorWatcher;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.agent.core.port.Redefinition;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.LibvirtException;

/** The hypervisor of one host through its libvirt. */
public final class LibvirtHypervisor implements Hypervisor, AutoCloseable {
    private static final Duration ACTION_LIMIT = Duration.ofSeconds(60);

    /** A backstop: whoever asks for a migration gives it up long before. */
    private static final Duration MIGRATION_LIMIT = Duration.ofHours(24);

    private static final Duration RELOCATION_LIMIT = Duration.ofMinutes(2);

    private final LibvirtSession session;
    private final HostReader host;
    private final CpuComparisons comparisons = new CpuComparisons(System::nanoTime);
    private final PoolProofs proofs;
    private final ConsoleFolder consoles;

    private LibvirtHypervisor(LibvirtSession session, HostId self, ConsoleFolder consoles) {
        this.session = session;
        DiskLooks disks = new DiskLooks(session, System::nanoTime);
        this.host = new HostReader(System::nanoTime, new TlsCheck(Path.of("/"), InstantSource.system()), disks::latest);
        this.proofs = new PoolProofs(self.value());
        this.consoles = consoles;
    }

    /**
     * Begins to connect and returns at once; until a connection is made every call fails with UNREACHABLE.
     *
     * @param uri libvirt's URI: "qemu:///system"
     * @param self this host's name, by which it knows its own proofs in a pool
     * @throws KvmherdException UNSUPPORTED when libvirt's client library cannot be used
     */
    public static LibvirtHypervisor connect(String uri, HostId self) {
        return new LibvirtHypervisor(LibvirtSession.start(uri), self, ConsoleFolder.STANDARD);
    }

    /** Why libvirt cannot be used at the moment; empty when it can. */
    public Optional<String> problem() {
        return session.problem();
    }

    @Override
    public HypervisorFacts facts() {
        return session.query("looking at the host", host::facts);
    }

    @Override
    public List<ObservedGuest> guests() {
        return session.query("listing its guests", GuestReader::all).stream()
                .map(session::named)
                .toList();
    }

    @Override
    public Optional<ObservedGuest> inspect(GuestId guest) {
        return session.query("looking at guest " + guest, connection -> GuestReader.one(connection, guest))
                .map(session::named);
    }

    @Override
    public GuestDescribed describe(GuestId guest) {
        return session.query("describing guest " + guest, connection -> {
            try (DomainHandle handle = DomainHandle.of(connection, guest)) {
                int flags = handle.isActive() ? XMLFlags.MIGRATABLE : XMLFlags.MIGRATABLE | XMLFlags.INACTIVE;
                String xml = handle.domain().getXMLDesc(flags);
                DomainDescription description = DomainXmlReader.read(xml);
                return new GuestDescribed(xml, description.machineType(), connection.getVersion(), Optional.empty());
            }
        });
    }

    @Override
    public List<Reason> checkArrival(Arrival arrival) {
        return session.query("checking the arrival of guest " + arrival.id(), connection -> {
            consoles.requireFor(connection);
            return new ArrivalCheck(connection, host.capabilities(connection), host.facts(connection), comparisons)
                    .reasons(arrival);
        });
    }

    @Override
    public void define(GuestDefinition definition) {
        act("defining guest " + definition.spec().name(), connection -> {
            new GuestActions(connection).define(definition, host.capabilities(connection));
        });
    }

    @Override
    public void start(GuestId guest) {
        act("starting guest " + guest, connection -> {
            consoles.requireFor(connection);
            new GuestActions(connection).start(guest);
        });
    }

    @Override
    public void shutDown(GuestId guest) {
        act("shutting down guest " + guest, connection -> new GuestActions(connection).shutDown(guest));
    }

    @Override
    public void destroy(GuestId guest) {
        act("switching off guest " + guest, connection -> new GuestActions(connection).destroy(guest));
    }

    @Override
    public void undefine(GuestId guest) {
        act("removing guest " + guest, connection -> new GuestActions(connection).undefine(guest));
    }

    @Override
    public void resume(GuestId guest) {
        act("resuming guest " + guest, connection -> new GuestActions(connection).resume(guest));
    }

    @Override
    public void markPlacement(GuestId guest, PlacementGeneration placement) {
        act("marking guest " + guest, connection -> new AdoptionActions(connection).markPlacement(guest, placement));
    }

    @Override
    public DomainSurvey survey(GuestId guest) {
        return session.query("surveying guest " + guest, connection -> new AdoptionActions(connection).survey(guest));
    }

    @Override
    public Optional<DomainReading> read(GuestId guest) {
        return session.query(
                "reading the definition of guest " + guest,
                connection -> new DefinitionActions(connection).read(guest));
    }

    @Override
    public void redefine(Redefinition redefinition) {
        act(
                "putting back the definition of guest " + redefinition.name(),
                connection -> new DefinitionActions(connection).redefine(redefinition));
    }

    @Override
    public void takeOver(GuestId guest, PlacementGeneration placement, StartsWithHost recorded, OwnStart ownStart) {
        act(
                "taking over guest " + guest,
                connection -> new AdoptionActions(connection).takeOver(guest, new Mark(placement, recorded, ownStart)));
    }

    @Override
    public void giveBack(GuestId guest) {
        act("giving back guest " + guest, connection -> new AdoptionActions(connection).giveBack(guest));
    }

    @Override
    public void migrate(Departure departure, Consumer<MigrationStatistics> progress) {
        try (MigrationWatch watch = MigrationWatch.start(session, departure.guest(), progress)) {
            session.act("moving guest " + departure.guest(), MIGRATION_LIMIT, connection -> {
                new Migration(departure).run(connection);
                return watch;
            });
        }
    }

    @Override
    public void relocate(GuestId guest, String destinationUri) {
        session.act("moving the definition of guest " + guest, RELOCATION_LIMIT, connection -> {
            new Relocation(guest, destinationUri).run(connection);
            return guest;
        });
    }

    @Override
    public void followMigration(GuestId guest, Consumer<MigrationStatistics> progress) {
        MigrationWatch.follow(session, guest, progress);
    }

    @Override
    public void allowDowntime(GuestId guest, long milliseconds) {
        session.query("allowing guest " + guest + " a longer pause", connection -> {
            new MigrationTuning(connection).allowDowntime(guest, milliseconds);
            return guest;
        });
    }

    @Override
    public void limitMigration(GuestId guest, long mibPerSecond) {
        session.query("limiting the migration of guest " + guest, connection -> {
            new MigrationTuning(connection).limit(guest, mibPerSecond);
            return guest;
        });
    }

    @Override
    public void startPostCopy(GuestId guest) {
        session.query("switching the migration of guest " + guest + " to post-copy", connection -> {
            new MigrationTuning(connection).startPostCopy(guest);
            return guest;
        });
    }

    @Override
    public GuestDisks disks(GuestId guest) {
        return session.query("looking at the disks of guest " + guest, connection -> DiskReader.one(connection, guest));
    }

    @Override
    public DiskCopies copies() {
        return new CopyFiles(session);
    }

    @Override
    public Optional<MigrationFigures> arrivalFigures(GuestId guest) {
        return session.query(
                "asking what the arrival of guest " + guest + " took",
                connection -> new MigrationTuning(connection).arrivalFigures(guest));
    }

    /** On the threads for questions, so that it gets through while all others are taken by migrations. */
    @Override
    public void abortMigration(GuestId guest) {
        session.query("aborting the migration of guest " + guest, connection -> {
            new GuestActions(connection).abortMigration(guest);
            return guest;
        });
    }

    @Override
    public void writePoolProof(String pool, String nonce) {
        proofs.write(activePool(pool), nonce);
    }

    @Override
    public boolean readPoolProof(String pool, String nonce) {
        return proofs.read(activePool(pool), nonce);
    }

    @Override
    public void watchGuests(HypervisorWatcher watcher) {
        session.watch(watcher);
    }

    @Override
    public void close() {
        session.close();
    }

    private StoragePool activePool(String name) {
        return session.query("looking at storage pool " + name, PoolReader::active).stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new KvmherdException(
                        ErrorCode.CONFLICT,
                        "storage pool " + name + " is not active on this host; start it: virsh pool-start " + name));
    }

    private void act(String what, Action action) {
        session.act(what, ACTION_LIMIT, connection -> {
            action.on(connection);
            return what;
        });
    }

    /** Something done with a connection that has no answer. */
    @FunctionalInterface
    private interface Action {
        void on(OpenConnection connection) throws LibvirtException;
    }
}
