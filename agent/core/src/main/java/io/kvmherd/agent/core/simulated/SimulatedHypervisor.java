package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.domain.DiskSource;
import io.kvmherd.agent.core.domain.DomainXmlWriter;
import io.kvmherd.agent.core.domain.EmulatorFacts;
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
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A host's hypervisor in memory. Its port's calls are the first half; what only a test or a person at the machine does
 * comes through {@link #outside()}. The package comment has locking and time.
 */
public final class SimulatedHypervisor implements Hypervisor {

    private static final long SAMPLE_MS = 1_000;
    private static final long FOLLOW_MAX_MS = 60 * 60 * 1_000L;

    private final SimulatedCluster cluster;
    private final SimulatedHostProfile profile;
    private final SimulatedHost host;
    private final SimulatedTime time;

    public SimulatedHypervisor(SimulatedCluster cluster, SimulatedHostProfile profile, SimulatedTime time) {
        this.cluster = cluster;
        this.profile = profile;
        this.host = new SimulatedHost(cluster, profile);
        this.time = time;
        cluster.join(host);
    }

    /** The machine's power, its cables and whoever sits in front of it. */
    public SimulatedOutside outside() {
        return new SimulatedOutside(host, time);
    }

    public SimulatedHostProfile profile() {
        return profile;
    }

    @Override
    public HypervisorFacts facts() {
        return asked(() -> SimulatedDisks.facts(host));
    }

    @Override
    public List<ObservedGuest> guests() {
        return asked(() -> host.guests.values().stream()
                .map(guest -> guest.observed(time.nowMs()))
                .toList());
    }

    @Override
    public Optional<ObservedGuest> inspect(GuestId guest) {
        return asked(() -> Optional.ofNullable(host.guests.get(guest)).map(found -> found.observed(time.nowMs())));
    }

    @Override
    public GuestDescribed describe(GuestId guest) {
        return asked(() -> {
            SimulatedGuest found = host.existing(guest);
            String xml = xml(found, found.spec);
            return new GuestDescribed(
                    xml, found.spec.machineType(), profile.facts().qemuVersion(), Optional.empty());
        });
    }

    @Override
    public List<Reason> checkArrival(Arrival arrival) {
        return asked(() -> {
            List<Reason> reasons = new ArrayList<>(SimulatedArrivals.check(profile, arrival));
            reasons.addAll(SimulatedDisks.room(host, arrival.copies()));
            boolean taken = host.guests.containsKey(arrival.id())
                    || host.nameIsTaken(arrival.spec().name(), arrival.id());
            if (taken) {
                reasons.add(Reason.of(ReasonCode.GUEST_EXISTS_THERE)
                        .with("guest", arrival.spec().name()));
            }
            return List.copyOf(reasons);
        });
    }

    @Override
    public void define(GuestDefinition definition) {
        changing(definition.id(), () -> {
            host.define(
                    definition.id(), definition.spec(), definition.placement().value());
            return true;
        });
    }

    @Override
    public void start(GuestId guest) {
        changing(guest, () -> {
            host.start(guest, time.nowMs());
            return true;
        });
    }

    @Override
    public void shutDown(GuestId guest) {
        changing(guest, () -> {
            SimulatedGuest found = host.existing(guest);
            if (found.state != GuestState.RUNNING) {
                throw SimulatedHost.conflict(found, "asked to shut down");
            }
            found.state = GuestState.SHUT_OFF;
            return true;
        });
    }

    @Override
    public void destroy(GuestId guest) {
        changing(guest, () -> {
            SimulatedGuest found = host.existing(guest);
            boolean active = found.state.isActive();
            found.state = active ? GuestState.SHUT_OFF : found.state;
            return active;
        });
    }

    @Override
    public void undefine(GuestId guest) {
        changing(guest, () -> {
            SimulatedGuest found = host.guests.get(guest);
            if (found != null && found.state.isActive()) {
                throw SimulatedHost.conflict(found, "removed");
            }
            return host.guests.remove(guest) != null;
        });
    }

    @Override
    public void resume(GuestId guest) {
        changing(guest, () -> host.resume(guest));
    }

    @Override
    public void markPlacement(GuestId guest, PlacementGeneration placement) {
        changing(guest, () -> {
            SimulatedGuest found = host.existing(guest);
            found.placement = placement.value();
            found.recorded = found.recorded == StartsWithHost.ALONE ? StartsWithHost.ASKED : found.recorded;
            return true;
        });
    }

    @Override
    public DomainSurvey survey(GuestId guest) {
        return asked(() -> SimulatedAdoption.survey(host, guest, describe(guest).domainXml()));
    }

    @Override
    public Optional<DomainReading> read(GuestId guest) {
        return asked(() -> Optional.ofNullable(host.guests.get(guest))
                .filter(found -> found.job != GuestJob.MIGRATION_IN)
                .flatMap(found -> SimulatedAdoption.read(
                        found, xml(found, found.edited.orElse(found.spec)), xml(found, found.spec))));
    }

    @Override
    public void redefine(Redefinition redefinition) {
        changing(redefinition.guest(), () -> SimulatedAdoption.redefine(host, redefinition));
    }

    @Override
    public void takeOver(GuestId guest, PlacementGeneration placement, StartsWithHost recorded, OwnStart ownStart) {
        changing(guest, () -> SimulatedAdoption.takeOver(host.existing(guest), placement, recorded, ownStart));
    }

    @Override
    public void giveBack(GuestId guest) {
        changing(guest, () -> SimulatedAdoption.giveBack(host.existing(guest)));
    }

    @Override
    public void migrate(Departure departure, Consumer<MigrationStatistics> progress) {
        SimulatedMigration migration = asked(() -> host.begin(departure));
        tellBoth(migration, departure.guest());
        SimulatedMigration.Stage stage = SimulatedMigration.Stage.COPYING;
        while (stage == SimulatedMigration.Stage.COPYING) {
            time.sleepMs(SAMPLE_MS);
            MigrationStatistics statistics;
            synchronized (cluster) {
                stage = migration.advance(SAMPLE_MS);
                statistics = migration.statistics();
            }
            if (stage == SimulatedMigration.Stage.COPYING) {
                progress.accept(statistics);
            }
        }
        synchronized (cluster) {
            host.migrations.remove(departure.guest());
        }
        tellBoth(migration, departure.guest());
        SimulatedMigration.Stage end = asked(() -> migration.stage());
        if (end == SimulatedMigration.Stage.FAILED) {
            throw new KvmherdException(
                    ErrorCode.HYPERVISOR_FAILED,
                    "the migration of guest " + departure.guest() + " to " + departure.destinationUri()
                            + " did not succeed; look at both hosts");
        }
    }

    @Override
    public void relocate(GuestId guest, String destinationUri) {
        SimulatedHost destination = asked(() -> host.relocate(guest, destinationUri));
        tell(host, guest);
        tell(destination, guest);
    }

    @Override
    public void abortMigration(GuestId guest) {
        asked(() -> {
            host.existing(guest);
            SimulatedMigration migration = host.migrations.get(guest);
            if (migration != null) {
                migration.requestAbort();
            }
            return true;
        });
    }

    @Override
    public void followMigration(GuestId guest, Consumer<MigrationStatistics> progress) {
        for (long watchedMs = 0; watchedMs < FOLLOW_MAX_MS; watchedMs += SAMPLE_MS) {
            Optional<MigrationStatistics> statistics =
                    asked(() -> Optional.ofNullable(host.migrations.get(guest)).map(SimulatedMigration::statistics));
            if (statistics.isEmpty()) {
                return;
            }
            progress.accept(statistics.get());
            time.sleepMs(SAMPLE_MS);
        }
    }

    @Override
    public void allowDowntime(GuestId guest, long milliseconds) {
        asked(() -> {
            host.leaving(guest).allow(milliseconds);
            return true;
        });
    }

    @Override
    public void limitMigration(GuestId guest, long mibPerSecond) {
        asked(() -> {
            host.leaving(guest).limit(mibPerSecond);
            return true;
        });
    }

    @Override
    public void startPostCopy(GuestId guest) {
        tellBoth(
                asked(() -> {
                    SimulatedMigration migration = host.leaving(guest);
                    migration.startPostCopy();
                    return migration;
                }),
                guest);
    }

    @Override
    public GuestDisks disks(GuestId guest) {
        return asked(() -> SimulatedDisks.of(host, host.existing(guest)));
    }

    @Override
    public DiskCopies copies() {
        return new SimulatedDisks(host);
    }

    @Override
    public Optional<MigrationFigures> arrivalFigures(GuestId guest) {
        return asked(() -> host.existing(guest).arrived);
    }

    @Override
    public void writePoolProof(String pool, String nonce) {
        asked(() -> {
            cluster.writeProof(host.storageOf(pool), profile.uri(), nonce);
            return true;
        });
    }

    @Override
    public boolean readPoolProof(String pool, String nonce) {
        return asked(() -> cluster.hasProof(host.storageOf(pool), nonce));
    }

    @Override
    public void watchGuests(HypervisorWatcher watcher) {
        boolean tellNow;
        synchronized (cluster) {
            host.watchers.add(watcher);
            tellNow = host.connected;
        }
        if (tellNow) {
            watcher.connected();
        }
    }

    /** CPU that all guests use at this moment. */
    long cpuUsedMilli() {
        synchronized (cluster) {
            return host.guests.values().stream()
                    .mapToLong(guest -> guest.cpuUsedMilli(time.nowMs()))
                    .sum();
        }
    }

    /** Memory that all guests hold at this moment, QEMU's own included. */
    long residentMib() {
        synchronized (cluster) {
            return host.guests.values().stream()
                    .filter(guest -> guest.state.isActive())
                    .mapToLong(guest -> guest.residentMib(time.nowMs()) + guest.spec.overheadMib())
                    .sum();
        }
    }

    private String xml(SimulatedGuest guest, GuestSpec spec) {
        List<DiskSource> disks = spec.volumes().stream().map(host::diskOf).toList();
        EmulatorFacts emulator = EmulatorFacts.qemu(
                "/usr/bin/qemu-system-x86_64", profile.facts().machineTypes());
        return guest.placement == 0
                ? DomainXmlWriter.writeUnmanaged(guest.id, spec, disks, emulator)
                : DomainXmlWriter.write(
                        new GuestDefinition(guest.id, spec, new PlacementGeneration(guest.placement)), disks, emulator);
    }

    /** Asks the hypervisor under the lock; fails when it cannot be asked. */
    private <T> T asked(Supplier<T> question) {
        synchronized (cluster) {
            host.requireConnection();
            return question.get();
        }
    }

    /** @param action says whether anything changed; if so, the watchers are told */
    private void changing(GuestId guest, Supplier<Boolean> action) {
        if (asked(action)) {
            tell(host, guest);
        }
    }

    private void tellBoth(SimulatedMigration migration, GuestId guest) {
        tell(host, guest);
        tell(migration.destination(), guest);
    }

    private void tell(SimulatedHost about, GuestId guest) {
        List<HypervisorWatcher> all;
        boolean reachable;
        synchronized (cluster) {
            all = List.copyOf(about.watchers);
            reachable = about.connected;
        }
        for (HypervisorWatcher watcher : all) {
            if (reachable) {
                watcher.guestChanged(guest);
            } else {
                watcher.disconnected("the simulated hypervisor died");
            }
        }
    }
}
