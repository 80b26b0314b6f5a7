package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Wish;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One managed guest.
 *
 * @param host owner: the host that has the right to run it; empty before the first placement
 * @param placement generation of that right
 * @param state as its owner last told; UNKNOWN when the owner cannot be asked
 * @param residentMib memory that the owner really holds for it, 0 while unknown
 * @param operation the operation that holds it; at most one at a time
 * @param cpu the CPU that it was given where it runs; empty while its owner has not told
 * @param hindrances what in an adopted guest's definition is in the way of its live migrations
 * @param carriesController whether a controller of this cluster runs in it
 * @param evacuation what evacuations of its host do with it, by its own word or the cluster's
 * @param disks its disks where it runs; empty while its owner has not told
 */
public record GuestView(
        GuestId id,
        GuestSpec spec,
        Wish wish,
        Optional<HostId> host,
        PlacementGeneration placement,
        GuestState state,
        long residentMib,
        Optional<OperationId> operation,
        Optional<GuestCpu> cpu,
        List<Hindrance> hindrances,
        boolean carriesController,
        EvacuationPolicy evacuation,
        Optional<GuestDisks> disks) {
    private static final List<String> KEPT_BESIDE = List.of("NVRAM", "TPM");

    private static final List<String> LINK_KINDS = List.of("bridge", "direct");

    public GuestView {
        hindrances = List.copyOf(hindrances);
    }

    /** A guest that kvmherd defined, of whose CPU nothing is known: nothing in its definition is in the way. */
    // size: the record's own components
    public GuestView(
            GuestId id,
            GuestSpec spec,
            Wish wish,
            Optional<HostId> host,
            PlacementGeneration placement,
            GuestState state,
            long residentMib,
            Optional<OperationId> operation) {
        this(
                id,
                spec,
                wish,
                host,
                placement,
                state,
                residentMib,
                operation,
                Optional.empty(),
                List.of(),
                false,
                EvacuationPolicy.LIVE,
                Optional.empty());
    }

    /** The same guest if it had been shut down, and shall run. */
    GuestView shutDown() {
        return new GuestView(
                id,
                spec,
                Wish.RUNNING,
                host,
                placement,
                GuestState.SHUT_OFF,
                0,
                operation,
                Optional.empty(),
                hindrances,
                carriesController,
                evacuation,
                disks);
    }

    public boolean isOn(HostId candidate) {
        return host.isPresent() && host.get().equals(candidate);
    }

    /**
     * Whether it sees its host's CPU as it is. Until its owner has told what it was given, its specification counts, where the
     * adoption of such a guest puts that mode in the place of a model.
     */
    public boolean seesHostCpu() {
        return cpu.map(GuestCpu::passthrough).orElse(spec.cpuModel().equals(GuestCpu.PASSTHROUGH));
    }

    /** What libvirt keeps of it on its host besides the definition and the disks. */
    public List<Reason> keptBesideIt() {
        return hindrances.stream()
                .map(Hindrance::reason)
                .filter(reason -> reason.code() == ReasonCode.STATE_ON_HOST)
                .filter(reason -> KEPT_BESIDE.contains(reason.names().getOrDefault("kind", "")))
                .toList();
    }

    /** How much of its memory has to be huge pages wherever it is. */
    public long hugepagesMib() {
        return hindrances.stream()
                .map(Hindrance::reason)
                .filter(reason -> reason.code() == ReasonCode.HUGEPAGES_NEEDED)
                .mapToLong(reason -> reason.numbers().getOrDefault("needMib", 0L))
                .max()
                .orElse(0);
    }

    /** The links that its interfaces hang on and that every host has to have for it: name and kind of interface. */
    public SortedMap<String, String> links() {
        SortedMap<String, String> links = new TreeMap<>();
        for (Hindrance hindrance : hindrances) {
            SortedMap<String, String> names = hindrance.reason().names();
            String kind = names.getOrDefault("kind", "");
            if (hindrance.reason().code() == ReasonCode.INTERFACE_OF_HOST && LINK_KINDS.contains(kind)) {
                links.put(names.getOrDefault("source", ""), kind);
            }
        }
        return links;
    }

    /**
     * Whether it weighs on its owner's memory and CPU: a guest that is off and shall stay off does not. One that shall
     * run does even while it is off, so that it can always be started again where it is.
     */
    public boolean weighs() {
        return host.isPresent() && (state.isActive() || wish == Wish.RUNNING);
    }
}
