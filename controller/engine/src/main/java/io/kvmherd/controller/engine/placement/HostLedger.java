package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.HostView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One host's page of the ledger: who weighs on it, and the sums. */
final class HostLedger {
    /** How much a thread adds that shares its core with another: hyper-threading is worth about this much. */
    private static final long SIBLING_MILLI = 300;

    private static final long CORE_MILLI = 1_000;

    /** Part of the usable memory that no arrival may take from what is available right now. */
    private static final long MARGIN_PERCENT = 5;

    private final HostId host;
    private final Map<GuestId, Weight> weights = new LinkedHashMap<>();
    private final Ratios ratios;
    private final long usableMib;
    private final long cpuMilli;
    private final int threads;
    private final long availableMib;
    private long heldAtFirstMib;
    private Sums sums = Sums.NONE;

    HostLedger(ClusterSettings settings, HostView view) {
        host = view.id();
        ratios = view.ratios().orElse(settings.ratios());
        usableMib = view.facts()
                .map(facts -> Math.max(0, facts.memoryMib() - settings.hostReserveMib() - facts.hugepagesMib()))
                .orElse(0L);
        cpuMilli = view.facts().map(HostLedger::cpuMilliOf).orElse(0L);
        threads = view.facts().map(HostFacts::threads).orElse(0);
        availableMib = view.load().map(HostLoad::memoryAvailableMib).orElse(0L);
    }

    /** Ends the construction: what is held from here on changes the memory that is available. */
    void open() {
        heldAtFirstMib = sums.residentMib;
    }

    boolean has(GuestId guest) {
        return weights.containsKey(guest);
    }

    void add(Weight weight) {
        if (weights.putIfAbsent(weight.guest(), weight) != null) {
            throw new IllegalStateException("guest " + weight.guest() + " weighs on host " + host + " already");
        }
        sums = sums.plus(weight, 1);
    }

    Weight remove(GuestId guest) {
        Weight weight = weights.remove(guest);
        if (weight == null) {
            throw new IllegalStateException("guest " + guest + " does not weigh on host " + host);
        }
        sums = sums.plus(weight, -1);
        return weight;
    }

    Optional<Weight> memberOf(String group, GuestId except) {
        return weights.values().stream()
                .filter(weight ->
                        weight.group().equals(group) && !weight.guest().equals(except))
                .findFirst();
    }

    /** What trial moves copy into the pool, those of the guest apart. */
    long copiesMib(String pool, GuestId except) {
        return weights.values().stream()
                .filter(weight -> !weight.copies().isEmpty() && !weight.guest().equals(except))
                .mapToLong(weight -> CopiedDisks.sizeMib(weight.copies(), pool))
                .sum();
    }

    Capacity capacity() {
        return capacity(sums);
    }

    /** As if the guest did not weigh here: it must not stand in its own way. */
    Capacity capacityWithout(GuestId guest) {
        Weight own = weights.get(guest);
        return capacity(own == null ? sums : sums.plus(own, -1));
    }

    private Capacity capacity(Sums now) {
        return new Capacity(
                host,
                ratios,
                usableMib,
                new Capacity.Use(now.committedMib, usableMib * ratios.memoryPercent() / 100, now.leavingMib),
                new Capacity.Use(now.guaranteedMib, usableMib, now.leavingGuaranteedMib),
                new Capacity.Use(now.vcpus, cpuMilli * ratios.cpuPercent() / 100 / CORE_MILLI, now.leavingVcpus),
                new Capacity.MemoryNow(
                        availableMib + heldAtFirstMib - now.residentMib,
                        now.pendingMib,
                        usableMib * MARGIN_PERCENT / 100),
                threads);
    }

    private static long cpuMilliOf(HostFacts facts) {
        return facts.cores() * CORE_MILLI + (facts.threads() - facts.cores()) * SIBLING_MILLI;
    }

    private record Sums(
            long committedMib,
            long guaranteedMib,
            long vcpus,
            long residentMib,
            long pendingMib,
            long leavingMib,
            long leavingGuaranteedMib,
            long leavingVcpus) {
        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0);

        Sums plus(Weight weight, long sign) {
            long leaving = weight.leaving() ? sign : 0;
            return new Sums(
                    committedMib + sign * weight.committedMib(),
                    guaranteedMib + sign * weight.guaranteedMib(),
                    vcpus + sign * weight.vcpus(),
                    residentMib + sign * weight.residentMib(),
                    pendingMib + sign * weight.pendingMib(),
                    leavingMib + leaving * weight.committedMib(),
                    leavingGuaranteedMib + leaving * weight.guaranteedMib(),
                    leavingVcpus + leaving * weight.vcpus());
        }
    }
}
