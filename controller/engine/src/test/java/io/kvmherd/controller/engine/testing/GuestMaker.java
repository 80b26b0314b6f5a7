package io.kvmherd.controller.engine.testing;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One guest of a test's cluster. */
public final class GuestMaker {
    private final String name;
    private final List<VolumeReference> volumes = new ArrayList<>();
    private Optional<HostId> host = Optional.empty();
    private Optional<OperationId> operation = Optional.empty();
    private int vcpus = 2;
    private long memoryMib = 2_048;
    private Optional<Long> memoryMinMib = Optional.empty();
    private Optional<Long> residentMib = Optional.empty();
    private Optional<GuestCpu> cpu = Optional.empty();
    private Optional<GuestDisks> disks = Optional.empty();
    private Virtualisation virtualisation = Virtualisation.KVM;
    private final List<Hindrance> hindrances = new ArrayList<>();
    private String cpuModel = "qemu64";
    private String machineType = "pc-q35-8.2";
    private List<String> networks = List.of("default");
    private List<String> labels = List.of();
    private String group = "";
    private CannotMove cannotMove = CannotMove.BLOCK;
    private EvacuationPolicy evacuation = EvacuationPolicy.LIVE;
    private Wish wish = Wish.RUNNING;
    private GuestState state = GuestState.RUNNING;

    private Optional<MigrationPolicy> migration = Optional.empty();

    public GuestMaker(String name) {
        this.name = name;
    }

    public GuestMaker on(String owner) {
        host = Optional.of(new HostId(owner));
        return this;
    }

    public GuestMaker movesBy(MigrationPolicy policy) {
        migration = Optional.of(policy);
        return this;
    }

    public GuestMaker vcpus(int value) {
        vcpus = value;
        return this;
    }

    public GuestMaker memoryMib(long value) {
        memoryMib = value;
        return this;
    }

    /** Memory such that a host commits exactly this much to the guest; only for what the rounding of overhead can hit. */
    public GuestMaker committedMib(long value) {
        memoryMib = (value - 64 - 8L * vcpus) * 512 / 513;
        while (spec().committedMib() < value) {
            memoryMib++;
        }
        return this;
    }

    /** Guaranteed memory; all of it unless given. */
    public GuestMaker memoryMinMib(long value) {
        memoryMinMib = Optional.of(value);
        return this;
    }

    /** Memory that the owner holds for it; half of it unless given, nothing while it is off. */
    public GuestMaker residentMib(long value) {
        residentMib = Optional.of(value);
        return this;
    }

    public GuestMaker emulated() {
        virtualisation = Virtualisation.EMULATED;
        return this;
    }

    /** The CPU that it runs with; not known unless given. */
    public GuestMaker cpu(GuestCpu value) {
        cpu = Optional.of(value);
        return this;
    }

    /** A CPU of AMD's or Intel's that has just these features. */
    public GuestMaker cpuFeatures(String... features) {
        return cpu(new GuestCpu("", "some-model", List.of(features), false));
    }

    /** What its specification says of its CPU. */
    public GuestMaker cpuModel(String value) {
        cpuModel = value;
        return this;
    }

    /** What is in the way in its definition; nothing unless given. */
    public GuestMaker hindered(Hindrance hindrance) {
        hindrances.add(hindrance);
        return this;
    }

    public GuestMaker machineType(String value) {
        machineType = value;
        return this;
    }

    public GuestMaker disk(String pool) {
        volumes.add(new VolumeReference(pool, name + "-" + volumes.size() + ".qcow2", VolumeReference.Format.QCOW2));
        return this;
    }

    /** A raw disk of 10 GiB, 1 GiB of it used, that its host told of, in the pool's folder as {@link HostMaker} has it. */
    public GuestMaker localDisk(String pool) {
        String volume = name + "-" + volumes.size() + ".raw";
        volumes.add(new VolumeReference(pool, volume, VolumeReference.Format.RAW));
        List<GuestDisk> told = new ArrayList<>(disks.map(GuestDisks::disks).orElse(List.of()));
        told.add(new GuestDisk(
                "vd" + (char) ('a' + volumes.size() - 1),
                pool,
                "/pools/" + pool + "/" + volume,
                VolumeReference.Format.RAW,
                10L << 30,
                1L << 30));
        disks = Optional.of(new GuestDisks(Clusters.guestId(name), told, List.of()));
        return this;
    }

    /** A disk that its host says cannot be copied. */
    public GuestMaker tiedDisk(String pool, Reason why) {
        volumes.add(new VolumeReference(pool, name + "-" + volumes.size() + ".raw", VolumeReference.Format.RAW));
        disks = Optional.of(new GuestDisks(Clusters.guestId(name), List.of(), List.of(why)));
        return this;
    }

    public GuestMaker networks(String... values) {
        networks = List.of(values);
        return this;
    }

    public GuestMaker labels(String... values) {
        labels = List.of(values);
        return this;
    }

    public GuestMaker group(String value) {
        group = value;
        return this;
    }

    public GuestMaker mayBeShutDown() {
        cannotMove = CannotMove.SHUT_DOWN;
        return this;
    }

    public GuestMaker wish(Wish value) {
        wish = value;
        return this;
    }

    public GuestMaker state(GuestState value) {
        state = value;
        return this;
    }

    /** What evacuations do with it. */
    public GuestMaker evacuation(EvacuationPolicy value) {
        evacuation = value;
        return this;
    }

    /** Off, and wished so. */
    public GuestMaker off() {
        return wish(Wish.STOPPED).state(GuestState.SHUT_OFF);
    }

    public GuestMaker busy(String operationName) {
        operation = Optional.of(Clusters.operationId(operationName));
        return this;
    }

    public GuestSpec spec() {
        return new GuestSpec(
                name,
                vcpus,
                memoryMib,
                memoryMinMib.orElse(memoryMib),
                virtualisation,
                cpuModel,
                machineType,
                Optional.empty(),
                volumes,
                networks,
                labels,
                group,
                cannotMove,
                migration);
    }

    GuestView view() {
        return new GuestView(
                Clusters.guestId(name),
                spec(),
                wish,
                host,
                PlacementGeneration.FIRST,
                state,
                residentMib.orElse(state.isActive() ? memoryMib / 2 : 0L),
                operation,
                cpu,
                hindrances,
                false,
                evacuation,
                disks);
    }
}
