package io.kvmherd.agent.core.simulated;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A domain of one simulated host. Touched only under the cluster's lock. */
final class SimulatedGuest {

    private static final long MEMORY_FILL_MS = 600_000;
    private static final long CPU_PERIOD_MS = 60_000;

    final GuestId id;
    GuestSpec spec;
    /** 0 for a domain that kvmherd does not manage. */
    long placement;

    /** The hypervisor's own; not what is recorded of it. */
    boolean autostart;

    StartsWithHost recorded = StartsWithHost.NO;
    OwnStart ownStart = OwnStart.ASKED;
    /** Their names, in the order in which they were taken. */
    final List<String> snapshots = new ArrayList<>();

    /** What the next start takes, after somebody edited it. */
    Optional<GuestSpec> edited = Optional.empty();

    GuestState state = GuestState.SHUT_OFF;
    GuestJob job = GuestJob.NONE;
    long startedAtMs;
    long qemuVersion;
    Optional<MigrationFigures> arrived = Optional.empty();
    long dirtyBytesPerSecond = 8L * 1_024 * 1_024;

    SimulatedGuest(GuestId id, GuestSpec spec, long placement) {
        this.id = id;
        this.spec = spec;
        this.placement = placement;
    }

    /** The other end of a migration: the same guest, not running yet. */
    SimulatedGuest arriving() {
        SimulatedGuest copy = new SimulatedGuest(id, spec, placement);
        copy.recorded = recorded;
        copy.ownStart = ownStart;
        copy.edited = edited;
        copy.state = GuestState.PAUSED_FOR_MIGRATION;
        copy.job = GuestJob.MIGRATION_IN;
        copy.startedAtMs = startedAtMs;
        copy.qemuVersion = qemuVersion;
        copy.dirtyBytesPerSecond = dirtyBytesPerSecond;
        return copy;
    }

    ObservedGuest observed(long nowMs) {
        return new ObservedGuest(
                id,
                spec.name(),
                placement == 0 ? Optional.empty() : Optional.of(new PlacementGeneration(placement)),
                state,
                job,
                spec.vcpus(),
                spec.memoryMib(),
                residentMib(nowMs),
                cpuTimeMs(nowMs));
    }

    /** A quarter at the start, nine tenths after ten minutes; a guest that is off holds nothing. */
    long residentMib(long nowMs) {
        if (!state.isActive()) {
            return 0;
        }
        long ranMs = Math.clamp(nowMs - startedAtMs, 0, MEMORY_FILL_MS);
        return spec.memoryMib() * (250 * MEMORY_FILL_MS + 650 * ranMs) / (1_000 * MEMORY_FILL_MS);
    }

    /** Between a tenth and six tenths of its virtual CPUs, up and down within a minute, each guest at its own time. */
    long cpuUsedMilli(long nowMs) {
        if (state != GuestState.RUNNING) {
            return 0;
        }
        long phase = Math.floorMod(nowMs + id.value().getLeastSignificantBits(), CPU_PERIOD_MS);
        long height = Math.min(phase, CPU_PERIOD_MS - phase) * 2;
        return spec.vcpus() * (100 + 500 * height / CPU_PERIOD_MS);
    }

    private long cpuTimeMs(long nowMs) {
        return state.isActive() ? Math.max(0, nowMs - startedAtMs) * spec.vcpus() * 350 / 1_000 : 0;
    }
}
