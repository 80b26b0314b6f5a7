package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.MigrationFigures;
import java.util.List;
import java.util.Optional;

/**
 * One guest on its way, second by second. Disks that are copied along go first; then memory is sent at the link's rate
 * while the guest dirties it again; when what is left fits into the pause that is allowed, the guest switches over. QEMU's
 * brake on guests is not simulated. Touched only under the cluster's lock.
 */
final class SimulatedMigration {

    private static final long MIB = 1_024L * 1_024;
    private static final long LINK_BYTES_PER_SECOND = 256 * MIB;
    private static final long FIRST_DOWNTIME_MS = 300;

    /** Where it stands. */
    enum Stage {
        COPYING,
        SUCCEEDED,
        /** Ended otherwise; both hosts show what that left behind. */
        FAILED
    }

    private final SimulatedHost source;
    private final SimulatedHost destination;
    private final SimulatedGuest leaving;
    private final SimulatedGuest arriving;
    private final MigrationFault fault;
    private final boolean postCopyPossible;
    private final List<GuestDisk> copied;
    private final long totalBytes;
    private final long diskBytes;
    private long diskSentBytes;
    private long remainingBytes;
    private long sentBytes;
    private long passBytes;
    private long iteration = 1;
    private long elapsedMs;
    private long downtimeMs = FIRST_DOWNTIME_MS;
    private long bytesPerSecond;
    private boolean postCopy;
    private boolean abortRequested;
    private Stage stage = Stage.COPYING;

    // size: everything that a migration is made of, for its one maker
    SimulatedMigration(
            SimulatedHost source,
            SimulatedHost destination,
            SimulatedGuest leaving,
            MigrationFault fault,
            Departure departure,
            List<GuestDisk> copied) {
        this.source = source;
        this.destination = destination;
        this.leaving = leaving;
        this.arriving = leaving.arriving();
        this.fault = fault;
        this.postCopyPossible = departure.terms().postCopy();
        limit(departure.bandwidthMibPerSecond());
        this.copied = copied;
        this.diskBytes = copied.stream().mapToLong(GuestDisk::usedBytes).sum();
        this.totalBytes = leaving.spec.memoryMib() * MIB;
        this.remainingBytes = totalBytes;
        this.passBytes = totalBytes;
        leaving.job = GuestJob.MIGRATION_OUT;
        destination.guests.put(arriving.id, arriving);
    }

    /** @throws KvmherdException CONFLICT in post-copy */
    void requestAbort() {
        if (postCopy) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "guest " + leaving.id + " is in post-copy: it runs at its destination already and cannot go back");
        }
        abortRequested = true;
    }

    void allow(long milliseconds) {
        downtimeMs = milliseconds;
    }

    /** @param mibPerSecond 0 for no limit */
    void limit(long mibPerSecond) {
        bytesPerSecond =
                mibPerSecond == 0 ? LINK_BYTES_PER_SECOND : Math.min(LINK_BYTES_PER_SECOND, mibPerSecond * MIB);
    }

    /** The guest runs at its destination from now on and dirties nothing here any more. */
    void startPostCopy() {
        if (!postCopyPossible) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "the migration of guest " + leaving.id + " was begun without the possibility of post-copy");
        }
        postCopy = true;
        leaving.state = GuestState.PAUSED_IN_POST_COPY;
        arriving.state = GuestState.RUNNING;
    }

    Stage stage() {
        return stage;
    }

    Stage advance(long ms) {
        stage = next(ms);
        return stage;
    }

    private Stage next(long ms) {
        elapsedMs += ms;
        if (abortRequested || !isAwaited() || !leaving.state.isActive()) {
            return backToSource();
        }
        if (fault.whileCopying()) {
            return breakWhileCopying();
        }
        if (postCopy) {
            return sendRest(ms);
        }
        if (diskSentBytes < diskBytes) {
            diskSentBytes += Math.min(diskBytes - diskSentBytes, bytesPerSecond * ms / 1_000);
            return Stage.COPYING;
        }
        long sent = Math.min(remainingBytes, bytesPerSecond * ms / 1_000);
        sentBytes += sent;
        passBytes -= sent;
        remainingBytes = Math.min(totalBytes, remainingBytes - sent + leaving.dirtyBytesPerSecond * ms / 1_000);
        if (passBytes <= 0) {
            iteration++;
            passBytes = remainingBytes;
        }
        return remainingBytes <= bytesPerSecond * downtimeMs / 1_000 ? switchOver() : Stage.COPYING;
    }

    private Stage sendRest(long ms) {
        long sent = Math.min(remainingBytes, bytesPerSecond * ms / 1_000);
        sentBytes += sent;
        remainingBytes -= sent;
        return remainingBytes == 0 ? switchOver() : Stage.COPYING;
    }

    private long expectedDowntimeMs() {
        return postCopy ? 0 : remainingBytes * 1_000 / bytesPerSecond;
    }

    MigrationStatistics statistics() {
        return new MigrationStatistics(
                totalBytes + diskBytes,
                sentBytes + diskSentBytes,
                remainingBytes + diskBytes - diskSentBytes,
                bytesPerSecond,
                leaving.dirtyBytesPerSecond,
                iteration,
                elapsedMs,
                expectedDowntimeMs(),
                0,
                diskBytes,
                diskSentBytes,
                postCopy);
    }

    /**
     * Ends a switch-over that stood still. Where one end is gone, by power or by a person, the other one gives up: the source
     * goes on with its guest, the destination drops what never ran.
     */
    void comeToAnEnd() {
        boolean waitsHere = source.guests.get(leaving.id) == leaving && leaving.job == GuestJob.MIGRATION_OUT;
        if (waitsHere && isAwaited()) {
            complete();
        } else if (waitsHere) {
            leaving.state = GuestState.RUNNING;
            leaving.job = GuestJob.NONE;
        } else if (isAwaited()) {
            destination.guests.remove(arriving.id);
        }
    }

    /** Whether the destination still has what it prepared; a host that was without power for a moment has not. */
    private boolean isAwaited() {
        return destination.guests.get(arriving.id) == arriving && arriving.job == GuestJob.MIGRATION_IN;
    }

    /** What the two ends agree on when all goes well; also how a stuck switch-over ends at last. */
    void complete() {
        arriving.arrived = Optional.of(
                new MigrationFigures(Math.min(downtimeMs, expectedDowntimeMs()), elapsedMs, sentBytes + diskSentBytes));
        SimulatedDisks.copy(source, destination, copied);
        arriving.state = GuestState.RUNNING;
        arriving.job = GuestJob.NONE;
        source.guests.remove(leaving.id);
    }

    SimulatedHost destination() {
        return destination;
    }

    private Stage backToSource() {
        leaving.job = GuestJob.NONE;
        destination.guests.remove(leaving.id);
        return Stage.FAILED;
    }

    private Stage breakWhileCopying() {
        if (fault == MigrationFault.SOURCE_QEMU_DIES) {
            leaving.state = GuestState.CRASHED;
        }
        if (fault == MigrationFault.SOURCE_LIBVIRT_DIES) {
            source.connected = false;
        }
        backToSource();
        if (fault == MigrationFault.DESTINATION_HOST_DIES) {
            destination.losePower();
        }
        return Stage.FAILED;
    }

    private Stage switchOver() {
        return switch (fault) {
            case STUCK_IN_SWITCH_OVER -> {
                leaving.state = GuestState.PAUSED_FOR_MIGRATION;
                source.stuck.add(this);
                yield Stage.FAILED;
            }
            case FINISH_LOST -> {
                leaving.state = GuestState.PAUSED_FOR_MIGRATION;
                yield backToSource();
            }
            case CONFIRM_LOST -> {
                leaving.state = GuestState.PAUSED_FOR_MIGRATION;
                SimulatedDisks.copy(source, destination, copied);
                yield runsThere();
            }
            case BOTH_RUN -> runsThere();
            default -> {
                complete();
                yield Stage.SUCCEEDED;
            }
        };
    }

    private Stage runsThere() {
        leaving.job = GuestJob.NONE;
        arriving.state = GuestState.RUNNING;
        arriving.job = GuestJob.NONE;
        return Stage.FAILED;
    }
}
