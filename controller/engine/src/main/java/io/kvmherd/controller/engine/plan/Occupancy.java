package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.Reservation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checker's own account of who is on which host. It keeps lists and adds them up anew for each question: slower than
 * running sums, and with nothing in it that could drift.
 */
final class Occupancy {
    private final ClusterView view;
    private final SortedMap<HostId, List<Occupant>> atFirst = new TreeMap<>();

    Occupancy(ClusterView view) {
        this.view = view;
        view.hosts().values().forEach(host -> atFirst.put(host.id(), new ArrayList<>()));
        for (GuestView guest : view.guests().values()) {
            boolean counts = guest.state().isActive() || guest.wish() == Wish.RUNNING;
            if (counts && guest.host().isPresent()) {
                enter(guest.host().get(), Occupant.owned(guest));
            }
        }
        for (Reservation held : view.reservations()) {
            String group = view.guest(held.guest())
                    .map(guest -> guest.spec().antiAffinityGroup())
                    .orElse("");
            enter(held.host(), Occupant.reserved(held, group));
        }
        for (HostView host : view.hosts().values()) {
            host.unmanaged().stream()
                    .filter(guest -> guest.state().isActive())
                    .forEach(guest -> enter(host.id(), Occupant.foreign(guest)));
        }
    }

    /** The host as it is now, to be changed by the caller. */
    Picture picture(HostView host) {
        return new Picture(
                host, view.settings().hostReserveMib(), ratiosOf(host), atFirst.getOrDefault(host.id(), List.of()));
    }

    private Ratios ratiosOf(HostView host) {
        return host.ratios().orElse(view.settings().ratios());
    }

    private void enter(HostId host, Occupant occupant) {
        List<Occupant> there = atFirst.get(host);
        if (there != null && there.stream().noneMatch(other -> other.guest.equals(occupant.guest))) {
            there.add(occupant);
        }
    }

    /**
     * @param heldMib real memory that comes free when it leaves
     * @param promisedMib memory that it has still to take from what is available
     */
    private record Occupant(
            GuestId guest,
            String name,
            String group,
            long nominalMib,
            long guaranteedMib,
            long vcpus,
            long heldMib,
            long promisedMib) {
        static Occupant owned(GuestView guest) {
            boolean active = guest.state().isActive();
            return of(
                    guest.id(),
                    guest.spec(),
                    active ? guest.residentMib() : 0,
                    active ? 0 : guest.spec().memoryMib() + guest.spec().overheadMib());
        }

        static Occupant reserved(Reservation held, String group) {
            return new Occupant(
                    held.guest(),
                    held.guest().toString(),
                    group,
                    held.committedMib(),
                    held.guaranteedMib(),
                    held.vcpus(),
                    0,
                    held.committedMib());
        }

        static Occupant foreign(ObservedGuest guest) {
            long nominalMib = 64 + guest.memoryMib() + guest.memoryMib() / 512 + 8L * guest.vcpus();
            return new Occupant(guest.id(), guest.name(), "", nominalMib, nominalMib, guest.vcpus(), 0, 0);
        }

        static Occupant of(GuestId guest, GuestSpec spec, long heldMib, long promisedMib) {
            return new Occupant(
                    guest,
                    spec.name(),
                    spec.antiAffinityGroup(),
                    spec.memoryMib() + spec.overheadMib(),
                    spec.memoryMinMib() + spec.overheadMib(),
                    spec.vcpus(),
                    heldMib,
                    promisedMib);
        }
    }

    /** One host at one moment of a plan. */
    static final class Picture {
        private final HostView host;
        private final long reserveMib;
        private final Ratios ratios;
        private final Map<GuestId, Occupant> occupants = new LinkedHashMap<>();
        private long freedMib;

        private Picture(HostView host, long reserveMib, Ratios ratios, List<Occupant> atFirst) {
            this.host = host;
            this.reserveMib = reserveMib;
            this.ratios = ratios;
            atFirst.forEach(occupant -> occupants.put(occupant.guest, occupant));
        }

        void arrive(GuestId guest, GuestSpec spec, long promisedMib) {
            occupants.put(guest, Occupant.of(guest, spec, 0, promisedMib));
        }

        void depart(GuestId guest) {
            Occupant gone = occupants.remove(guest);
            if (gone != null) {
                freedMib += gone.heldMib;
            }
        }

        /** What is wrong with the host now that the guest has arrived. */
        List<Reason> judge(GuestId guest, GuestSpec spec) {
            List<Reason> wrong = new ArrayList<>();
            if (host.facts().isPresent()) {
                judgeMemory(wrong, spec, host.facts().get());
                judgeCpu(wrong, spec, host.facts().get());
            }
            if (!spec.antiAffinityGroup().isEmpty()) {
                occupants.values().stream()
                        .filter(other -> !other.guest.equals(guest))
                        .filter(other -> other.group.equals(spec.antiAffinityGroup()))
                        .map(other -> Reason.of(ReasonCode.ANTI_AFFINITY)
                                .with("group", spec.antiAffinityGroup())
                                .with("guest", other.name))
                        .forEach(wrong::add);
            }
            return wrong;
        }

        private void judgeMemory(List<Reason> wrong, GuestSpec spec, HostFacts facts) {
            long usableMib = Math.max(0, facts.memoryMib() - facts.hugepagesMib() - reserveMib);
            long nominalMib =
                    total(occupants.values().stream().map(Occupant::nominalMib).toList());
            long nominalLimitMib = usableMib * ratios.memoryPercent() / 100;
            if (nominalMib > nominalLimitMib) {
                long needMib = spec.memoryMib() + spec.overheadMib();
                wrong.add(Reason.of(ReasonCode.MEMORY_COMMITTED)
                        .with("haveMib", Math.max(0, nominalLimitMib - nominalMib + needMib))
                        .with("needMib", needMib)
                        .with("limitMib", nominalLimitMib)
                        .with("ratioPercent", ratios.memoryPercent()));
            }
            long guaranteedMib = total(
                    occupants.values().stream().map(Occupant::guaranteedMib).toList());
            if (guaranteedMib > usableMib) {
                long needMib = spec.memoryMinMib() + spec.overheadMib();
                wrong.add(Reason.of(ReasonCode.MEMORY_GUARANTEED)
                        .with("haveMib", Math.max(0, usableMib - guaranteedMib + needMib))
                        .with("needMib", needMib)
                        .with("limitMib", usableMib));
            }
            long promisedMib =
                    total(occupants.values().stream().map(Occupant::promisedMib).toList());
            long measuredMib =
                    host.load().map(load -> load.memoryAvailableMib()).orElse(0L) + freedMib;
            if (measuredMib - promisedMib < usableMib / 20) {
                wrong.add(Reason.of(ReasonCode.MEMORY_NOW)
                        .with("haveMib", measuredMib)
                        .with("needMib", promisedMib));
            }
        }

        private void judgeCpu(List<Reason> wrong, GuestSpec spec, HostFacts facts) {
            long vcpus = total(occupants.values().stream().map(Occupant::vcpus).toList());
            long threadsWithSiblingsMilli = 700L * facts.cores() + 300L * facts.threads();
            if (vcpus * 100_000 > threadsWithSiblingsMilli * ratios.cpuPercent()) {
                long limitVcpus = threadsWithSiblingsMilli * ratios.cpuPercent() / 100_000;
                wrong.add(Reason.of(ReasonCode.CPU_COMMITTED)
                        .with("haveVcpus", Math.max(0, limitVcpus - vcpus + spec.vcpus()))
                        .with("needVcpus", spec.vcpus())
                        .with("limitVcpus", limitVcpus)
                        .with("ratioPercent", ratios.cpuPercent()));
            }
        }

        private static long total(List<Long> parts) {
            return parts.stream().mapToLong(Long::longValue).sum();
        }
    }
}
