package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.migration.CopyRoom;
import io.kvmherd.agent.core.port.DiskCopies;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.VolumeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of one simulated host: its guests' disks, other people's, and copies on their way. */
final class SimulatedDisks implements DiskCopies {
    private static final long SIZE_BYTES = 1_024L * 1_024 * 1_024;

    private final SimulatedHost host;

    SimulatedDisks(SimulatedHost host) {
        this.host = host;
    }

    /** A file and whose it is. */
    record File(String content, Optional<OperationId> claimedBy) {
        static File of(String content) {
            return new File(content, Optional.empty());
        }
    }

    static GuestDisks of(SimulatedHost host, SimulatedGuest guest) {
        List<GuestDisk> disks = new ArrayList<>();
        for (VolumeReference volume : guest.spec.volumes()) {
            char letter = (char) ('a' + disks.size());
            disks.add(new GuestDisk(
                    "vd" + letter,
                    volume.pool(),
                    host.diskOf(volume).path(),
                    volume.format(),
                    SIZE_BYTES,
                    SIZE_BYTES / 4));
        }
        return new GuestDisks(guest.id, disks, List.of());
    }

    static HypervisorFacts facts(SimulatedHost host) {
        HypervisorFacts facts = host.profile.facts();
        return new HypervisorFacts(
                facts.cpuVendor(),
                facts.cpuModel(),
                facts.cpuFeatures(),
                facts.qemuVersion(),
                facts.libvirtVersion(),
                facts.machineTypes(),
                facts.pools(),
                facts.networks(),
                facts.cpus(),
                host.guests.values().stream()
                        .filter(guest -> guest.state.isActive())
                        .map(guest -> of(host, guest))
                        .toList(),
                facts.tls());
    }

    static List<Reason> room(SimulatedHost host, List<GuestDisk> copies) {
        return CopyRoom.check(copies, host.profile.facts().pools(), host.files::containsKey);
    }

    /** What the guest's disks hold is there as well now. */
    static void copy(SimulatedHost from, SimulatedHost to, List<GuestDisk> copied) {
        for (GuestDisk disk : copied) {
            File source = from.files.getOrDefault(disk.path(), File.of(""));
            File made = to.files.getOrDefault(disk.path(), File.of(""));
            to.files.put(disk.path(), new File(source.content(), made.claimedBy()));
        }
    }

    @Override
    public void make(OperationId operation, List<GuestDisk> copies) {
        asked(() -> copies.forEach(copy -> {
            File there = host.files.get(copy.path());
            if (there != null && !there.claimedBy().equals(Optional.of(operation))) {
                throw new KvmherdException(
                        ErrorCode.CONFLICT,
                        copy.path() + " exists on " + host.profile.uri() + "; it is not written over");
            }
            host.files.put(copy.path(), new File("", Optional.of(operation)));
        }));
    }

    @Override
    public void keep(OperationId operation, List<GuestDisk> copies) {
        asked(() -> copies.forEach(copy -> host.files.computeIfPresent(
                copy.path(),
                (path, file) -> file.claimedBy().equals(Optional.of(operation)) ? File.of(file.content()) : file)));
    }

    @Override
    public void discard(OperationId operation, List<GuestDisk> copies) {
        asked(() -> copies.forEach(copy -> host.files.computeIfPresent(
                copy.path(), (path, file) -> file.claimedBy().equals(Optional.of(operation)) ? null : file)));
    }

    private void asked(Runnable action) {
        synchronized (host.cluster) {
            host.requireConnection();
            action.run();
        }
    }
}
