package io.kvmherd.controller.engine.testing;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A cluster that follows from a seed: mixed vendors, sizes, duties, groups, disks and guests in every state. Guests are put
 * on hosts that have the memory for them, so that most hosts begin legal and nearly full.
 */
public final class RandomClusters {
    private static final List<String> FEATURES = List.of("aes", "avx2", "pku", "svm", GuestCpu.INVARIANT_TSC);
    private static final List<String> GROUPS = List.of("", "", "", "alpha", "beta", "gamma");

    private final Random random;
    private final Random cpus;
    private final Random policies;
    private final List<Consumer<Clusters>> parts = new ArrayList<>();
    private final SortedMap<String, Long> freeMib = new TreeMap<>();
    private final SortedSet<String> groupsOnHosts = new TreeSet<>();

    private RandomClusters(long seed) {
        random = new Random(seed);
        cpus = new Random(~seed);
        policies = new Random(seed ^ 0x0c01d);
    }

    public static ClusterView of(long seed) {
        return of(seed, 0);
    }

    /** The same cluster, described in another order. */
    public static ClusterView of(long seed, long orderSeed) {
        RandomClusters maker = new RandomClusters(seed);
        maker.describe(2 + maker.random.nextInt(6), 3 + maker.random.nextInt(28));
        return maker.build(orderSeed);
    }

    /** Two or three hosts and at most six guests, all of them able to move: small enough to try everything, and nearly full. */
    public static ClusterView tiny(long seed) {
        RandomClusters maker = new RandomClusters(seed);
        maker.describeTiny();
        return maker.build(0);
    }

    private ClusterView build(long orderSeed) {
        if (orderSeed != 0) {
            Collections.shuffle(parts, new Random(orderSeed));
        }
        Clusters clusters = Clusters.of(0);
        parts.forEach(part -> part.accept(clusters));
        return clusters.view();
    }

    private void describe(int hosts, int guests) {
        int slots = 1 + random.nextInt(3);
        int memoryPercent = oneIn(3) ? 150 : 100;
        parts.add(clusters -> clusters.slots(slots, slots).ratios(memoryPercent, 400));
        for (int number = 1; number <= hosts; number++) {
            describeHost("h" + number);
        }
        for (int number = 1; number <= guests; number++) {
            describeGuest("g" + number);
        }
    }

    private void describeHost(String name) {
        long usableMib = 8_192 + 1_024L * random.nextInt(24);
        CpuVendor vendor = oneIn(4) ? CpuVendor.AMD : oneIn(12) ? CpuVendor.UNKNOWN : CpuVendor.INTEL;
        HostDuty duty = oneIn(8) ? HostDuty.CORDONED : HostDuty.ACTIVE;
        Reachability reachability = oneIn(12) ? Reachability.SUSPECT : Reachability.UP;
        int cores = 2 + random.nextInt(8);
        long qemuVersion = oneIn(5) ? 7_002_000 : 8_002_000;
        boolean labelled = oneIn(2);
        boolean plain = oneIn(10);
        long unmanagedMib = oneIn(4) ? 1_024 : 0;
        boolean starved = oneIn(10);
        List<String> features = features();
        CpuIdentity identity = new CpuIdentity(
                cpus.nextInt(4) == 0 ? "6.85" : "6.106",
                "1",
                cpus.nextInt(3) == 0 ? "" : "0x1",
                "6.1.0",
                cpus.nextInt(4) == 0 ? 2_400_000 : 2_600_000,
                cpus.nextInt(4) == 0);
        boolean told = cpus.nextInt(4) > 0;
        freeMib.put(name, usableMib - (unmanagedMib > 0 ? 1_500 : 0));
        parts.add(clusters -> clusters.host(name, host -> {
            host.usableMib(usableMib)
                    .vendor(vendor)
                    .duty(duty)
                    .reachability(reachability)
                    .cpus(cores, cores * 2)
                    .qemuVersion(qemuVersion);
            if (told) {
                host.cpuFeatures(features.toArray(String[]::new)).cpu("Icelake-Server", identity);
            }
            if (labelled) {
                host.labels("ssd");
            }
            if (plain) {
                host.withoutVirtualisation();
            }
            if (unmanagedMib > 0) {
                host.unmanaged("foreign-" + name, 1, unmanagedMib);
            }
            return starved ? host.availableMib(3_000) : host;
        }));
    }

    private void describeGuest(String name) {
        GuestMaker guest = new GuestMaker(name)
                .memoryMib(256L << random.nextInt(6))
                .vcpus(1 + random.nextInt(4))
                .group(GROUPS.get(random.nextInt(GROUPS.size())));
        if (oneIn(2)) {
            guest.disk("shared");
        } else if (oneIn(12)) {
            guest.disk("local");
        }
        if (oneIn(3)) {
            guest.memoryMinMib(128);
        }
        if (oneIn(10)) {
            guest.labels("ssd");
        }
        if (oneIn(8)) {
            guest.mayBeShutDown();
        }
        switch (random.nextInt(20)) {
            case 0 -> guest.off();
            case 1 -> guest.state(GuestState.PAUSED);
            case 2 -> guest.busy("elsewhere");
            case 3 -> guest.residentMib(0);
            case 4 -> guest.emulated();
            default -> guest.vcpus(1);
        }
        if (cpus.nextInt(2) == 0) {
            String vendor = cpus.nextInt(8) == 0 ? "AMD" : "";
            guest.cpu(new GuestCpu(vendor, "some-model", features(), cpus.nextInt(8) == 0));
        }
        switch (policies.nextInt(8)) {
            case 0 -> guest.evacuation(EvacuationPolicy.COLD);
            case 1 -> guest.evacuation(EvacuationPolicy.LIVE_ELSE_COLD);
            default -> guest.evacuation(EvacuationPolicy.LIVE);
        }
        settle(guest);
    }

    /** Most CPUs have most features. */
    private List<String> features() {
        return FEATURES.stream()
                .filter(feature -> cpus.nextInt(feature.equals(GuestCpu.INVARIANT_TSC) ? 3 : 12) > 0)
                .toList();
    }

    private void describeTiny() {
        int hosts = 2 + random.nextInt(2);
        int guests = 6;
        for (int number = 1; number <= hosts; number++) {
            String name = "h" + number;
            long usableMib = 4_096 + 1_024L * random.nextInt(5);
            freeMib.put(name, usableMib);
            parts.add(clusters -> clusters.host(name, host -> host.usableMib(usableMib)));
        }
        for (int number = 1; number <= guests; number++) {
            settle(new GuestMaker("g" + number)
                    .memoryMib(768 + 256L * random.nextInt(12))
                    .vcpus(1)
                    .residentMib(1)
                    .group(GROUPS.get(random.nextInt(GROUPS.size()))));
        }
    }

    /** On a random host with room; nowhere when the one that was drawn has none. */
    private void settle(GuestMaker guest) {
        GuestSpec spec = guest.spec();
        String host = "h" + (1 + random.nextInt(freeMib.size()));
        String group = host + " " + spec.antiAffinityGroup();
        boolean groupFree = spec.antiAffinityGroup().isEmpty() || !groupsOnHosts.contains(group);
        if (groupFree && freeMib.getOrDefault(host, 0L) >= spec.committedMib()) {
            freeMib.merge(host, -spec.committedMib(), Long::sum);
            groupsOnHosts.add(group);
            parts.add(clusters -> clusters.add(guest.on(host)));
        }
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }
}
