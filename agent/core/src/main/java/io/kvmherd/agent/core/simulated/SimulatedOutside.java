package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.port.HypervisorWatcher;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What happens to a simulated host other than through its hypervisor's port: faults, power, and people at the machine. */
public final class SimulatedOutside {

    private final SimulatedHost host;
    private final SimulatedTime time;

    SimulatedOutside(SimulatedHost host, SimulatedTime time) {
        this.host = host;
        this.time = time;
    }

    /** The next migration that leaves this host goes wrong this way. */
    public void failNextMigration(MigrationFault fault) {
        synchronized (host.cluster) {
            host.nextFault = fault;
        }
    }

    /** Lets migrations that are stuck in the switch-over come to their end: at the destination, or at the only end left. */
    public void finishStuckMigrations() {
        synchronized (host.cluster) {
            host.stuck.forEach(SimulatedMigration::comeToAnEnd);
            host.stuck.clear();
        }
    }

    /** The hypervisor can no longer be asked; guests go on. */
    public void breakConnection() {
        synchronized (host.cluster) {
            host.connected = false;
        }
        tell(watcher -> watcher.disconnected("the simulated connection was broken"));
    }

    /** The hypervisor can be asked again; does nothing for a host without power. */
    public void restoreConnection() {
        synchronized (host.cluster) {
            if (!host.powered) {
                return;
            }
            host.connected = true;
        }
        tell(HypervisorWatcher::connected);
    }

    /** All guests are gone at once; their definitions stay. */
    public void cutPower() {
        synchronized (host.cluster) {
            host.losePower();
        }
        tell(watcher -> watcher.disconnected("the simulated host has no power"));
    }

    public void restorePower() {
        synchronized (host.cluster) {
            host.powered = true;
        }
        restoreConnection();
    }

    public boolean hasPower() {
        synchronized (host.cluster) {
            return host.powered;
        }
    }

    /** Guests whose virtual CPUs run here at this moment, whoever may know it. */
    public List<GuestId> running() {
        synchronized (host.cluster) {
            return host.guests.values().stream()
                    .filter(guest -> guest.state == GuestState.RUNNING)
                    .map(guest -> guest.id)
                    .toList();
        }
    }

    /** Guests that are defined here or on their way to here. */
    public List<GuestId> known() {
        synchronized (host.cluster) {
            return List.copyOf(host.guests.keySet());
        }
    }

    /** Whether the guest's QEMU died here. */
    public boolean hasCrashed(GuestId guest) {
        synchronized (host.cluster) {
            return host.guests.containsKey(guest) && host.guests.get(guest).state == GuestState.CRASHED;
        }
    }

    /** Whether the guest is on its way to another host. */
    public boolean isLeaving(GuestId guest) {
        synchronized (host.cluster) {
            return host.migrations.containsKey(guest)
                    || host.guests.containsKey(guest)
                            && host.guests.get(guest).state == GuestState.PAUSED_FOR_MIGRATION;
        }
    }

    /** Guests that a migration left paused here and that do not go on. */
    public List<GuestId> leftPaused() {
        synchronized (host.cluster) {
            return host.guests.values().stream()
                    .filter(guest -> guest.state == GuestState.PAUSED_FOR_MIGRATION && guest.job == GuestJob.NONE)
                    .map(guest -> guest.id)
                    .toList();
        }
    }

    /**
     * Lets a migration go on that nobody watches any more, because whoever began it is gone: the hypervisors do.
     *
     * @return whether it has not ended
     */
    public boolean goOnAlone(GuestId guest, long ms) {
        SimulatedMigration migration;
        synchronized (host.cluster) {
            migration = host.migrations.get(guest);
            if (migration == null || migration.advance(ms) == SimulatedMigration.Stage.COPYING) {
                return migration != null;
            }
            host.migrations.remove(guest);
        }
        tell(watcher -> watcher.guestChanged(guest));
        List<HypervisorWatcher> there;
        synchronized (host.cluster) {
            there = List.copyOf(migration.destination().watchers);
        }
        there.forEach(watcher -> watcher.guestChanged(guest));
        return false;
    }

    /** Somebody configures the hypervisor to take locks on disks. */
    public void lockDisks() {
        synchronized (host.cluster) {
            host.locksDisks = true;
        }
    }

    /** What guests keep their disks on goes away, or comes back; no guest starts meanwhile. */
    public void lackStorage(boolean lacks) {
        synchronized (host.cluster) {
            host.lacksStorage = lacks;
        }
    }

    /** Somebody writes a file. */
    public void write(String path, String content) {
        synchronized (host.cluster) {
            host.files.put(path, SimulatedDisks.File.of(content));
        }
    }

    /** What lies in the host's own pools, by path. */
    public SortedMap<String, String> files() {
        synchronized (host.cluster) {
            SortedMap<String, String> contents = new TreeMap<>();
            host.files.forEach((path, file) -> contents.put(path, file.content()));
            return contents;
        }
    }

    /** Somebody defines a guest that kvmherd does not manage. */
    public void defineUnmanaged(GuestId guest, GuestSpec spec) {
        synchronized (host.cluster) {
            host.define(guest, spec, 0);
        }
        tell(watcher -> watcher.guestChanged(guest));
    }

    /** Somebody lets the hypervisor start a guest with its host, or no longer. */
    public void setAutostart(GuestId guest, boolean on) {
        synchronized (host.cluster) {
            host.existing(guest).autostart = on;
        }
    }

    public boolean startsByItself(GuestId guest) {
        synchronized (host.cluster) {
            return host.existing(guest).autostart;
        }
    }

    /** Somebody takes a snapshot. */
    public void takeSnapshot(GuestId guest) {
        synchronized (host.cluster) {
            List<String> taken = host.existing(guest).snapshots;
            taken.add("snapshot-" + (taken.size() + 1));
        }
    }

    /** Somebody takes the guest back to a snapshot, its current one; all that shows is what is told on the way. */
    public void revertToCurrentSnapshot(GuestId guest) {
        tell(watcher -> {
            watcher.guestReverts(guest);
            watcher.guestChanged(guest);
        });
    }

    /** Somebody edits what a guest is to be from its next start on; nobody is told. */
    public void edit(GuestId guest, GuestSpec spec) {
        synchronized (host.cluster) {
            host.existing(guest).edited = Optional.of(spec);
        }
    }

    /** Somebody puts a guest to sleep, switches it off or starts it; or its QEMU dies. */
    public void become(GuestId guest, GuestState state) {
        synchronized (host.cluster) {
            SimulatedGuest found = host.existing(guest);
            if (state.isActive() && !found.state.isActive()) {
                found.startedAtMs = time.nowMs();
            }
            found.state = state;
        }
        tell(watcher -> watcher.guestChanged(guest));
    }

    /** How fast a running guest writes to its memory. At 256 MiB/s and more it never converges. */
    public void dirtyMemory(GuestId guest, long bytesPerSecond) {
        synchronized (host.cluster) {
            host.existing(guest).dirtyBytesPerSecond = bytesPerSecond;
        }
    }

    private void tell(Consumer<HypervisorWatcher> event) {
        List<HypervisorWatcher> all;
        synchronized (host.cluster) {
            all = List.copyOf(host.watchers);
        }
        all.forEach(event);
    }
}
