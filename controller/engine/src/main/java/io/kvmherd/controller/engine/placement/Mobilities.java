package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObstacleKind;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The mobility of every guest of one view: what {@link Placer} would say for each host, counted.
 *
 * <p>To ask every rule about every pair costs guests times hosts, most of it for the same answer again: a cluster has
 * thousands of guests but few shapes of guests, and a thousand hosts but few shapes of hosts. So hosts and guests are
 * grouped by what the rules of migration look at ({@code shape}), and {@link MigrationRules} is asked once for each
 * three of guest, source and destination. Of the room, most depends on the guest's size alone; what is left for each pair
 * is the memory of the moment, groups and names.
 *
 * <p>Belongs to one computation and one thread, like the ledger. A declared pool counts as shared, as it does wherever
 * a destination is chosen: each migration proves its pools before anything moves.
 */
public final class Mobilities {
    private static final int UNASKED = -1;

    /** Stands for links that nobody asks for: no link has this name. */
    private static final String OTHER_LINKS = "";

    private final ClusterView view;
    private final Ledger ledger;
    private final Set<String> wantedLinks = new TreeSet<>();
    private final List<Target> targets;
    private final Map<Object, Integer> shapes = new LinkedHashMap<>();
    private final Map<HostId, Integer> shapesOfHosts = new LinkedHashMap<>();
    private final Map<Origin, int[]> travels = new LinkedHashMap<>();
    private final Map<Size, int[]> roomsBySize = new LinkedHashMap<>();
    private final Set<GuestId> held = new LinkedHashSet<>();

    private Mobilities(ClusterView view) {
        this.view = view.trusting(SharedStorage.Trust.DECLARED);
        this.ledger = Ledger.of(view);
        view.reservations().forEach(reservation -> held.add(reservation.guest()));
        view.guests().values().forEach(guest -> wantedLinks.addAll(guest.links().keySet()));
        List<Target> found = new ArrayList<>();
        view.hosts().values().forEach(host -> found.add(target(found.size(), host)));
        this.targets = List.copyOf(found);
    }

    public static Mobilities of(ClusterView view) {
        return new Mobilities(view);
    }

    /**
     * How many guests run and could go nowhere, by what stops most of the other hosts; where there is no other host, that is
     * the obstacle. Kinds without such guests are left out.
     */
    public static SortedMap<ObstacleKind, Integer> immobile(ClusterView view) {
        Mobilities mobilities = of(view);
        SortedMap<ObstacleKind, Integer> counts = new TreeMap<>();
        for (GuestView guest : view.guests().values()) {
            if (guest.state() == GuestState.RUNNING && guest.host().isPresent()) {
                Mobility mobility = mobilities.of(guest);
                if (mobility.possible() == 0) {
                    ObstacleKind first = mobility.obstacles().stream()
                            .map(Mobility.Obstacle::kind)
                            .findFirst()
                            .orElse(ObstacleKind.HOST);
                    counts.merge(first, 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    /** Of a guest of the view; one that is nowhere can go nowhere, and nothing stands in its way. */
    public Mobility of(GuestView guest) {
        Optional<HostView> from = guest.host().flatMap(view::host);
        if (from.isEmpty()) {
            return new Mobility(0, List.of());
        }
        int departure = kinds(MigrationRules.canLeave(guest, from.get()));
        int fromShape = shapeOf(from.get());
        int guestShape = numberOf(List.of(shape(guest.spec()), guest.cpu(), guest.links(), guest.hugepagesMib()));
        int[] travel = travels.computeIfAbsent(new Origin(guestShape, fromShape), unknown -> unasked());
        int[] rooms = roomsBySize.computeIfAbsent(Size.of(guest.spec()), unknown -> unasked());
        Demand demand = Demand.ofMove(guest, view.storage());
        int possible = 0;
        int[] counts = new int[ObstacleKind.values().length];
        for (Target target : targets) {
            if (guest.isOn(target.host().id())) {
                continue;
            }
            if (travel[target.shape()] == UNASKED) {
                travel[target.shape()] = kinds(MigrationRules.canTravel(view, guest, from.get(), target.host()));
            }
            int found = departure | target.standing() | travel[target.shape()] | room(demand, target, rooms);
            possible += found == 0 ? 1 : 0;
            for (int rest = found; rest != 0; rest &= rest - 1) {
                counts[Integer.numberOfTrailingZeros(rest)]++;
            }
        }
        return new Mobility(possible, mostFrequentFirst(counts));
    }

    private int[] unasked() {
        int[] answers = new int[view.hosts().size()];
        Arrays.fill(answers, UNASKED);
        return answers;
    }

    private Target target(int number, HostView host) {
        return new Target(
                number,
                host,
                shapeOf(host),
                kinds(HostRule.judgeAll(view.settings(), host)),
                ledger.capacity(host.id()));
    }

    private int room(Demand demand, Target target, int[] bySize) {
        HostView host = target.host();
        if (host.facts().isEmpty() || host.load().isEmpty()) {
            return 0;
        }
        if (held.contains(demand.guest())) {
            return kinds(RoomRule.judgeAll(Candidate.of(demand, host, ledger)));
        }
        Candidate candidate = new Candidate(demand, host, ledger, target.capacity());
        if (bySize[target.number()] == UNASKED) {
            bySize[target.number()] = kinds(RoomRule.judgeSize(candidate));
        }
        return bySize[target.number()] | kinds(RoomRule.judgeGuest(candidate));
    }

    private int shapeOf(HostView host) {
        return shapesOfHosts.computeIfAbsent(
                host.id(), unknown -> numberOf(host.facts().map(this::shape)));
    }

    private int numberOf(Object shape) {
        return shapes.computeIfAbsent(shape, unknown -> shapes.size());
    }

    /**
     * What of a host the rules of migration look at: neither its name and address nor how full its pools are, and of its links
     * only those that any guest asks for: what containers make has another name on every host. A host that tells none at all is
     * another thing than one that has none of those.
     */
    private HostFacts shape(HostFacts facts) {
        return new HostFacts(
                facts.cpu(),
                facts.scope(),
                facts.threads(),
                facts.cores(),
                facts.memoryMib(),
                facts.hugepagesMib(),
                facts.qemuVersion(),
                facts.libvirtVersion(),
                facts.machineTypes(),
                facts.pools().stream()
                        .map(pool -> new StoragePool(pool.name(), pool.type(), pool.path(), 0, 0))
                        .toList(),
                facts.networks(),
                facts.labels(),
                "",
                facts.tls(),
                links(facts));
    }

    private List<String> links(HostFacts facts) {
        List<String> wanted =
                facts.links().stream().filter(wantedLinks::contains).toList();
        return wanted.isEmpty() && !facts.links().isEmpty() ? List.of(OTHER_LINKS) : wanted;
    }

    /** What of a guest the rules of migration look at: which pools its disks are on, not which disks. */
    private static GuestSpec shape(GuestSpec spec) {
        return new GuestSpec(
                "shape",
                spec.vcpus(),
                spec.memoryMib(),
                spec.memoryMinMib(),
                spec.virtualisation(),
                spec.cpuModel(),
                spec.machineType(),
                Optional.empty(),
                spec.volumes().stream()
                        .map(VolumeReference::pool)
                        .distinct()
                        .sorted()
                        .map(pool -> new VolumeReference(pool, "shape", VolumeReference.Format.RAW))
                        .toList(),
                spec.networks(),
                spec.requiredLabels(),
                "",
                spec.cannotMove(),
                spec.migration());
    }

    /** The kinds as a set of bits: millions of these are made, one for each pair. */
    private static int kinds(Answer answer) {
        int kinds = 0;
        for (Reason reason : answer.reasons()) {
            kinds |= 1 << ObstacleKind.of(reason.code()).ordinal();
        }
        return kinds;
    }

    private static List<Mobility.Obstacle> mostFrequentFirst(int[] counts) {
        return Stream.of(ObstacleKind.values())
                .filter(kind -> counts[kind.ordinal()] > 0)
                .map(kind -> new Mobility.Obstacle(kind, counts[kind.ordinal()]))
                .sorted(Comparator.comparingInt(Mobility.Obstacle::hosts).reversed())
                .toList();
    }

    /**
     * One host as a destination.
     *
     * @param number its place among the hosts
     * @param shape the number of what the rules of migration look at, below the number of hosts
     * @param standing why it takes nobody at the moment
     * @param capacity as long as the guest in question does not weigh there already
     */
    private record Target(int number, HostView host, int shape, int standing, Capacity capacity) {}

    /** What the rules about room by size look at. */
    private record Size(long committedMib, long guaranteedMib, int vcpus) {
        static Size of(GuestSpec spec) {
            return new Size(spec.committedMib(), spec.guaranteedMib(), spec.vcpus());
        }
    }

    /** Where guests of one shape start from, by the numbers of the two shapes. */
    private record Origin(int guest, int from) {}
}
