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
 * @param fit those of them whom no CPU rule keeps from moving to the host
 * @param missing features that the others have and the host cannot give, sorted
 */
public record CpuReach(int guests, int fit, List<String> missing) {
    public CpuReach {
        missing = List.copyOf(missing);
    }

    public static CpuReach of(ClusterView view, HostView host) {
        int guests = 0;
        int fit = 0;
        TreeSet<String> missing = new TreeSet<>();
        for (GuestView guest : view.guests().values()) {
            Optional<HostView> from = guest.host().flatMap(view::host);
            if (guest.state() == GuestState.RUNNING && from.isPresent() && isElsewhere(from.get(), host)) {
                guests++;
                if (cpuFits(MigrationRules.canTravel(view, guest, from.get(), host))) {
                    fit++;
                } else {
                    missing.addAll(missing(guest, host));
                }
            }
        }
        return new CpuReach(guests, fit, List.copyOf(missing));
    }

    private static boolean isElsewhere(HostView from, HostView host) {
        return !from.id().equals(host.id())
                && from.facts().isPresent()
                && host.facts().isPresent()
                && from.facts()
                        .get()
                        .cpu()
                        .vendor()
                        .sameKnownVendorAs(host.facts().get().cpu().vendor());
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
