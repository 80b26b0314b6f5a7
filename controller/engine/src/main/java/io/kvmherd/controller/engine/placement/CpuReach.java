package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.ObstacleKind;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a host's CPU means for the guests that run elsewhere: an older one that joins narrows where they can go, and nobody
 * should have to find that out by a refusal.
 *
 * @param guests that run on other hosts of the same maker
 * @param unfit names of those of them whom a CPU rule keeps from moving to the host, sorted
 * @param missing features that the others have and the host cannot give, sorted
 * @param ofOtherMakers guests that run on hosts of other makers, which never move live to this one
 */
public record CpuReach(int guests, List<String> unfit, List<String> missing, int ofOtherMakers) {
    public CpuReach {
        unfit = List.copyOf(unfit);
        missing = List.copyOf(missing);
    }

    public static CpuReach of(ClusterView view, HostView host) {
        int guests = 0;
        int ofOtherMakers = 0;
        TreeSet<String> unfit = new TreeSet<>();
        TreeSet<String> missing = new TreeSet<>();
        for (GuestView guest : view.guests().values()) {
            Optional<HostView> from = guest.host().flatMap(view::host).filter(owner -> isElsewhere(owner, host));
            if (guest.state() != GuestState.RUNNING || from.isEmpty()) {
                continue;
            }
            if (!isOfSameMaker(from.get(), host)) {
                ofOtherMakers++;
                continue;
            }
            guests++;
            if (!cpuFits(MigrationRules.canTravel(view, guest, from.get(), host))) {
                unfit.add(guest.spec().name());
                missing.addAll(missing(guest, host));
            }
        }
        return new CpuReach(guests, List.copyOf(unfit), List.copyOf(missing), ofOtherMakers);
    }

    /** Those whom no CPU rule keeps from moving to the host. */
    public int fit() {
        return guests - unfit.size();
    }

    private static boolean isElsewhere(HostView from, HostView host) {
        return !from.id().equals(host.id())
                && from.facts().isPresent()
                && host.facts().isPresent();
    }

    private static boolean isOfSameMaker(HostView from, HostView host) {
        return from.facts()
                .orElseThrow()
                .cpu()
                .vendor()
                .sameKnownVendorAs(host.facts().orElseThrow().cpu().vendor());
    }

    private static boolean cpuFits(Answer answer) {
        return answer.reasons().stream().noneMatch(reason -> ObstacleKind.of(reason.code()) == ObstacleKind.CPU);
    }

    private static List<String> missing(GuestView guest, HostView host) {
        Optional<GuestCpu> cpu = guest.cpu();
        Optional<CpuOffer> offer = host.facts()
                .map(HostFacts::cpu)
                .flatMap(known -> known.offer(guest.spec().virtualisation()));
        return cpu.isPresent() && offer.isPresent()
                ? CpuFits.of(cpu.get(), offer.get()).missing()
                : List.of();
    }
}
