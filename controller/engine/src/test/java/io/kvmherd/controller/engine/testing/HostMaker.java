package io.kvmherd.controller.engine.testing;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.MigrationLimits;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.TlsReadiness;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One host of a test's cluster. */
public final class HostMaker {
    private final HostId id;
    private final List<ObservedGuest> unmanaged = new ArrayList<>();
    private HostDuty duty = HostDuty.ACTIVE;
    private List<ModeSource> observedBy = List.of();
    private Reachability reachability = Reachability.UP;
    private Optional<TlsReadiness> tls = Optional.empty();
    private boolean inventoried = true;
    private boolean heardOf = true;
    private boolean reported = true;
    private long reportAgeMs = 1_000;
    private Optional<Ratios> ratios = Optional.empty();
    private CpuVendor vendor = CpuVendor.INTEL;
    private String cpuModel = "";
    private boolean virtualises = true;
    private List<CpuOffer> offers = List.of();
    private Optional<CpuIdentity> identity = Optional.empty();
    private int cores = 8;
    private int threads = 16;
    private long memoryMib = 34 * 1_024L;
    private long hugepagesMib;
    private Optional<Long> availableMib = Optional.empty();
    private long qemuVersion = 8_002_000;
    private List<String> machineTypes = List.of("pc-q35-7.2", "pc-q35-8.2");
    private List<String> pools = List.of("local", "shared");
    private List<String> networks = List.of("default");
    private List<String> labels = List.of();
    private MigrationLimits migrations = MigrationLimits.NONE;
    private List<String> links = List.of();

    HostMaker(String name) {
        id = new HostId(name);
    }

    public HostMaker duty(HostDuty value) {
        duty = value;
        return this;
    }

    /** Its own limits, otherwise than the cluster says. */
    public HostMaker migrations(int out, int in) {
        migrations = new MigrationLimits(OptionalInt.of(out), OptionalInt.of(in));
        return this;
    }

    public HostMaker observedBy(ModeSource... sources) {
        observedBy = List.of(sources);
        return this;
    }

    public HostMaker reachability(Reachability value) {
        reachability = value;
        return this;
    }

    public HostMaker notInventoried() {
        inventoried = false;
        return this;
    }

    /** A host that is registered and was never heard of. */
    public HostMaker neverHeardOf() {
        heardOf = false;
        reported = false;
        inventoried = false;
        reachability = Reachability.UNSEEN;
        return this;
    }

    public HostMaker neverReported() {
        reported = false;
        return this;
    }

    public HostMaker reportAgeMs(long value) {
        reportAgeMs = value;
        return this;
    }

    public HostMaker ratios(int memoryPercent, int cpuPercent) {
        ratios = Optional.of(new Ratios(memoryPercent, cpuPercent));
        return this;
    }

    public HostMaker vendor(CpuVendor value) {
        vendor = value;
        return this;
    }

    /** What KVM gives to guests; not known unless given. */
    public HostMaker cpuFeatures(String... features) {
        offers = List.of(new CpuOffer(Virtualisation.KVM, "Intel", List.of(features)));
        return this;
    }

    /** Which CPU exactly; not known unless given. */
    public HostMaker cpu(String model, CpuIdentity value) {
        cpuModel = model;
        identity = Optional.of(value);
        return this;
    }

    public HostMaker withoutVirtualisation() {
        virtualises = false;
        return this;
    }

    public HostMaker cpus(int coreCount, int threadCount) {
        cores = coreCount;
        threads = threadCount;
        return this;
    }

    /** Memory that guests may have, with the default reserve on top of it. */
    public HostMaker usableMib(long value) {
        memoryMib = value + 2_048;
        return this;
    }

    public HostMaker hugepagesMib(long value) {
        hugepagesMib = value;
        return this;
    }

    /** What the host measures as available; unless given, all memory but the guests' resident one. */
    public HostMaker availableMib(long value) {
        availableMib = Optional.of(value);
        return this;
    }

    public HostMaker qemuVersion(long value) {
        qemuVersion = value;
        return this;
    }

    public HostMaker machineTypes(String... values) {
        machineTypes = List.of(values);
        return this;
    }

    public HostMaker pools(String... values) {
        pools = List.of(values);
        return this;
    }

    public HostMaker networks(String... values) {
        networks = List.of(values);
        return this;
    }

    /** Its own network interfaces; not told unless given. */
    public HostMaker links(String... values) {
        links = List.of(values);
        return this;
    }

    public HostMaker labels(String... values) {
        labels = List.of(values);
        return this;
    }

    /** A guest that runs there and is not ours. */
    public HostMaker unmanaged(String name, int vcpus, long guestMemoryMib) {
        return unmanaged(name, GuestState.RUNNING, vcpus, guestMemoryMib);
    }

    public HostMaker unmanaged(String name, GuestState state, int vcpus, long guestMemoryMib) {
        unmanaged.add(new ObservedGuest(
                Clusters.guestId("unmanaged " + name),
                name,
                Optional.empty(),
                state,
                GuestJob.NONE,
                vcpus,
                guestMemoryMib,
                guestMemoryMib,
                0));
        return this;
    }

    HostView view(long heldMib) {
        return new HostView(
                id,
                duty,
                reachability,
                inventoried,
                reportAgeMs,
                ratios,
                heardOf ? Optional.of(facts()) : Optional.empty(),
                reported
                        ? Optional.of(new HostLoad(0, availableMib.orElse(memoryMib - heldMib), Pressure.UNKNOWN))
                        : Optional.empty(),
                unmanaged,
                observedBy,
                migrations);
    }

    private HostFacts facts() {
        return new HostFacts(
                new CpuProfile(vendor, cpuModel, List.of(), virtualises, offers, identity),
                ResourceScope.MACHINE,
                threads,
                cores,
                memoryMib,
                hugepagesMib,
                qemuVersion,
                9_000_000,
                machineTypes,
                pools.stream()
                        .map(pool -> new StoragePool(pool, "dir", "/pools/" + pool, 100_000, 50_000))
                        .toList(),
                networks,
                labels,
                "10.0.0.1",
                tls,
                links);
    }

    public HostMaker tls(TlsReadiness readiness) {
        tls = Optional.of(readiness);
        return this;
    }
}
