package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.domain.ChosenMachineType;
import io.kvmherd.agent.core.domain.DiskSource;
import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.HypervisorWatcher;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.VolumeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The state of one simulated host. Touched only under the cluster's lock. */
final class SimulatedHost {

    final SimulatedCluster cluster;
    final SimulatedHostProfile profile;
    final Map<GuestId, SimulatedGuest> guests = new TreeMap<>();
    final Map<GuestId, SimulatedMigration> migrations = new TreeMap<>();
    final List<SimulatedMigration> stuck = new ArrayList<>();
    final List<HypervisorWatcher> watchers = new ArrayList<>();
    /** By path; only those in pools of its own. */
    final Map<String, SimulatedDisks.File> files = new TreeMap<>();

    MigrationFault nextFault = MigrationFault.NONE;
    boolean connected = true;
    boolean powered = true;
    boolean locksDisks;
    boolean lacksStorage;

    SimulatedHost(SimulatedCluster cluster, SimulatedHostProfile profile) {
        this.cluster = cluster;
        this.profile = profile;
    }

    void requireConnection() {
        if (!connected) {
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE,
                    "the hypervisor of " + profile.uri() + " does not answer; check that it runs");
        }
    }

    SimulatedGuest existing(GuestId guest) {
        SimulatedGuest found = guests.get(guest);
        if (found == null) {
            throw new KvmherdException(ErrorCode.NOT_FOUND, "there is no guest " + guest + " on " + profile.uri());
        }
        return found;
    }

    static KvmherdException conflict(SimulatedGuest guest, String what) {
        return new KvmherdException(
                ErrorCode.CONFLICT, "guest " + guest.id + " is " + guest.state + " and cannot be " + what);
    }

    boolean nameIsTaken(String name, GuestId by) {
        return guests.values().stream().anyMatch(guest -> guest.spec.name().equals(name) && !guest.id.equals(by));
    }

    /** @param placement 0 for a guest that kvmherd does not manage */
    void define(GuestId id, GuestSpec spec, long placement) {
        SimulatedGuest before = guests.get(id);
        if (before != null && before.state.isActive()) {
            throw conflict(before, "defined anew");
        }
        if (nameIsTaken(spec.name(), id)) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT, "another guest on " + profile.uri() + " has the name " + spec.name());
        }
        if (before == null && guests.size() >= Limits.GUESTS_PER_HOST) {
            throw new KvmherdException(
                    ErrorCode.HYPERVISOR_FAILED,
                    profile.uri() + " has " + guests.size() + " guests; the limit is " + Limits.GUESTS_PER_HOST);
        }
        for (VolumeReference volume : spec.volumes()) {
            String path = diskOf(volume).path();
            if (!profile.sharedPools().contains(volume.pool())) {
                files.putIfAbsent(path, SimulatedDisks.File.of("the disk of " + spec.name()));
            }
        }
        guests.put(id, new SimulatedGuest(id, withMachineType(spec), placement));
    }

    void start(GuestId guest, long nowMs) {
        SimulatedGuest found = existing(guest);
        if (found.state.isActive()) {
            throw conflict(found, "started");
        }
        if (lacksStorage) {
            throw new KvmherdException(ErrorCode.HYPERVISOR_FAILED, "the storage of guest " + guest + " is not there");
        }
        List<Reason> reasons = SimulatedArrivals.runs(profile, found.spec, found.spec.machineType());
        if (!reasons.isEmpty()) {
            String codes = reasons.stream().map(reason -> reason.code().name()).collect(Collectors.joining(", "));
            throw new KvmherdException(
                    ErrorCode.HYPERVISOR_FAILED, "guest " + guest + " cannot run on this host: " + codes);
        }
        found.spec = found.edited.orElse(found.spec);
        found.edited = Optional.empty();
        found.state = GuestState.RUNNING;
        found.startedAtMs = nowMs;
    }

    /** Whether it was paused. */
    boolean resume(GuestId guest) {
        SimulatedGuest found = existing(guest);
        boolean paused = found.state == GuestState.PAUSED || found.state == GuestState.PAUSED_FOR_MIGRATION;
        if (found.state != GuestState.RUNNING && (!paused || found.job != GuestJob.NONE)) {
            throw conflict(found, "resumed");
        }
        found.state = GuestState.RUNNING;
        return paused;
    }

    SimulatedMigration begin(Departure departure) {
        SimulatedGuest guest = existing(departure.guest());
        if (guest.state != GuestState.RUNNING || guest.job != GuestJob.NONE) {
            throw conflict(guest, "migrated");
        }
        List<GuestDisk> copied = SimulatedDisks.of(this, guest).disks().stream()
                .filter(disk -> departure.copiedDisks().contains(disk.disk()))
                .toList();
        for (GuestDisk disk : SimulatedDisks.of(this, guest).disks()) {
            if (!departure.sharedPools().contains(disk.pool()) && !copied.contains(disk)) {
                throw failed("the disk " + disk.volume() + " lies in pool " + disk.pool() + ", which is not shared");
            }
        }
        SimulatedHost destination = freeOf(guest, departure.destinationUri());
        if (!SimulatedArrivals.runs(destination.profile, guest.spec, guest.spec.machineType())
                .isEmpty()) {
            throw failed("guest " + guest.spec.name() + " cannot run at " + departure.destinationUri());
        }
        for (GuestDisk disk : copied) {
            if (!destination.files.containsKey(disk.path())) {
                throw failed("there is no file " + disk.path() + " at " + departure.destinationUri());
            }
        }
        SimulatedMigration migration = new SimulatedMigration(this, destination, guest, nextFault, departure, copied);
        nextFault = MigrationFault.NONE;
        migrations.put(guest.id, migration);
        return migration;
    }

    /** Hands the definition of a guest that is off to another host; answers that one. */
    SimulatedHost relocate(GuestId id, String uri) {
        SimulatedGuest guest = existing(id);
        if (guest.state.isActive()) {
            throw conflict(guest, "moved offline");
        }
        SimulatedHost destination = freeOf(guest, uri);
        SimulatedGuest arrived = guest.arriving();
        arrived.state = GuestState.SHUT_OFF;
        arrived.job = GuestJob.NONE;
        destination.guests.put(id, arrived);
        guests.remove(id);
        return destination;
    }

    private SimulatedHost freeOf(SimulatedGuest guest, String uri) {
        Optional<SimulatedHost> found = cluster.at(uri);
        if (found.isEmpty() || !found.get().connected) {
            throw failed("unable to connect to " + uri);
        }
        SimulatedHost destination = found.get();
        if (destination.guests.containsKey(guest.id) || destination.nameIsTaken(guest.spec.name(), guest.id)) {
            throw failed("guest " + guest.spec.name() + " exists at " + uri);
        }
        return destination;
    }

    /** @throws KvmherdException NOT_FOUND without such a guest, CONFLICT when it is not leaving */
    SimulatedMigration leaving(GuestId guest) {
        existing(guest);
        SimulatedMigration migration = migrations.get(guest);
        if (migration == null) {
            throw new KvmherdException(ErrorCode.CONFLICT, "guest " + guest + " is not leaving " + profile.uri());
        }
        return migration;
    }

    DiskSource diskOf(VolumeReference volume) {
        return new DiskSource(pool(volume.pool()).path() + "/" + volume.volume(), DiskSource.Kind.FILE);
    }

    /** What really lies under a pool. */
    String storageOf(String pool) {
        pool(pool);
        return profile.sharedPools().contains(pool) ? pool : profile.uri() + " " + pool;
    }

    void losePower() {
        powered = false;
        connected = false;
        guests.values().removeIf(guest -> guest.job == GuestJob.MIGRATION_IN);
        for (SimulatedGuest guest : guests.values()) {
            guest.state = GuestState.SHUT_OFF;
            guest.job = GuestJob.NONE;
        }
    }

    private StoragePool pool(String name) {
        return profile.facts().pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new KvmherdException(
                        ErrorCode.NOT_FOUND, "there is no active pool " + name + " on " + profile.uri()));
    }

    private GuestSpec withMachineType(GuestSpec spec) {
        return spec.withMachineType(ChosenMachineType.of(spec, profile.facts().machineTypes()));
    }

    private static KvmherdException failed(String why) {
        return new KvmherdException(ErrorCode.HYPERVISOR_FAILED, why);
    }
}
