package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.CpuInUse;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The soft half of a host: what is seen of it at the moment.
 *
 * @param reachability verdict of the last turn
 * @param link the open command link, empty when there is none
 * @param generation life that the greeting on that link told
 * @param mode what its agent was started for, as that greeting told
 * @param inventoried whether the host acknowledged this controller's epoch on that link
 * @param lastHeardMs when anything was last heard of it, on either channel
 * @param reportedMs when its last accepted report arrived; meaningless while {@code reportSequence} is 0
 * @param reportSequence of that report
 * @param reportedFacts of that report
 * @param load of that report
 * @param cpus of that report: which guests run with which CPU
 * @param disks of that report: the disks of guests that run
 * @param guests all domains as the command link told of them: inventory, and changes since
 */
public record HostPresence(
        Reachability reachability,
        Optional<Long> link,
        Optional<HostGeneration> generation,
        ManagementMode mode,
        boolean inventoried,
        long lastHeardMs,
        long reportedMs,
        long reportSequence,
        Optional<HostFacts> reportedFacts,
        Optional<HostLoad> load,
        List<CpuInUse> cpus,
        List<GuestDisks> disks,
        List<ObservedGuest> guests) {
    public HostPresence {
        cpus = List.copyOf(cpus);
        disks = List.copyOf(disks);
        guests = List.copyOf(guests);
    }

    /** Nothing seen yet. */
    public static HostPresence unseen(long nowMs) {
        return new HostPresence(
                Reachability.UNSEEN,
                Optional.empty(),
                Optional.empty(),
                ManagementMode.MANAGE,
                false,
                nowMs,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    public HostPresence withReachability(Reachability seen) {
        return new HostPresence(
                seen,
                link,
                generation,
                mode,
                inventoried,
                lastHeardMs,
                reportedMs,
                reportSequence,
                reportedFacts,
                load,
                cpus,
                disks,
                guests);
    }

    public HostPresence withGuests(List<ObservedGuest> seen, long nowMs) {
        return new HostPresence(
                reachability,
                link,
                generation,
                mode,
                inventoried,
                nowMs,
                reportedMs,
                reportSequence,
                reportedFacts,
                load,
                cpus,
                disks,
                seen);
    }

    /** A link was opened and greeted; it is not inventoried yet. */
    public HostPresence greeted(long newLink, HostGeneration life, ManagementMode newMode, long nowMs) {
        boolean sameLife = generation.isPresent() && generation.get().equals(life);
        return new HostPresence(
                reachability,
                Optional.of(newLink),
                Optional.of(life),
                newMode,
                false,
                nowMs,
                sameLife ? reportedMs : 0,
                sameLife ? reportSequence : 0,
                reportedFacts,
                load,
                sameLife ? cpus : List.of(),
                sameLife ? disks : List.of(),
                guests);
    }

    public HostPresence inventoried(List<ObservedGuest> seen, long nowMs) {
        return new HostPresence(
                reachability,
                link,
                generation,
                mode,
                true,
                nowMs,
                reportedMs,
                reportSequence,
                reportedFacts,
                load,
                cpus,
                disks,
                seen);
    }

    /** The link is gone; what was inventoried stays inventoried only on a link. */
    public HostPresence unlinked() {
        return new HostPresence(
                reachability,
                Optional.empty(),
                generation,
                mode,
                false,
                lastHeardMs,
                reportedMs,
                reportSequence,
                reportedFacts,
                load,
                cpus,
                disks,
                guests);
    }

    /**
     * A report came. What it says about guests adds numbers to those that the command link told of, and nothing else: a
     * report may be older than the link's word, and whether a guest is there or runs is never read from one.
     */
    public HostPresence reported(HostReport report, long nowMs) {
        SortedMap<GuestId, ObservedGuest> byId = new TreeMap<>();
        report.guests().forEach(guest -> byId.put(guest.id(), guest));
        List<ObservedGuest> known = guests.stream()
                .map(guest -> Optional.ofNullable(byId.get(guest.id()))
                        .map(guest::measuredAs)
                        .orElse(guest))
                .toList();
        return new HostPresence(
                reachability,
                link,
                generation,
                mode,
                inventoried,
                nowMs,
                nowMs,
                report.sequence(),
                Optional.of(report.facts()),
                Optional.of(report.load()),
                report.cpus(),
                report.disks(),
                known);
    }

    /** The CPU that the guest was given here; empty while the host has not told. */
    public Optional<GuestCpu> cpuOf(GuestId guest) {
        return cpus.stream()
                .filter(used -> used.guests().contains(guest))
                .map(CpuInUse::cpu)
                .findFirst();
    }

    /** The guest's disks here; empty while the host has not told. */
    public Optional<GuestDisks> disksOf(GuestId guest) {
        return disks.stream().filter(told -> told.guest().equals(guest)).findFirst();
    }
}
