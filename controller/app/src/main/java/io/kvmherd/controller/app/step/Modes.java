package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which hosts are managed and which are only observed. The cluster, the host and its agent each have a word, and the
 * strictest holds. The controller begins nothing on an observed host; that its agent refuses as well is the second lock.
 *
 * <p>What has begun when a host turns to being observed goes on to its end: a migration that is half way is safest when it
 * is finished.
 */
final class Modes {
    private Modes() {}

    static List<ModeSource> observedBy(HostEntry host, ClusterRecord cluster) {
        List<ModeSource> sources = new ArrayList<>();
        if (host.presence().mode() == ManagementMode.OBSERVE) {
            sources.add(ModeSource.AGENT);
        }
        if (host.record().mode() == ManagementMode.OBSERVE) {
            sources.add(ModeSource.HOST);
        }
        if (cluster.mode() == ManagementMode.OBSERVE) {
            sources.add(ModeSource.CLUSTER);
        }
        return sources;
    }

    static void setCluster(Turn turn, ManagementMode mode, String reason) {
        if (turn.cluster().mode() != mode) {
            turn.tell(Happening.of(EventRecord.What.CLUSTER_MODE)
                    .with("mode", mode.name())
                    .with("reason", reason));
            changing(turn, () -> turn.put(turn.cluster().withMode(mode)));
        }
    }

    static void setHost(Turn turn, HostEntry host, ManagementMode mode) {
        if (host.record().mode() != mode) {
            changing(turn, () -> turn.put(host.record().withMode(mode)));
        }
    }

    /** Does what may change the word on hosts, and tells of each host on which it did. */
    static void changing(Turn turn, Runnable change) {
        SortedMap<HostId, List<ModeSource>> before = wordOnHosts(turn);
        change.run();
        wordOnHosts(turn).forEach((host, sources) -> {
            if (!sources.equals(before.getOrDefault(host, sources))) {
                turn.tell(Happening.of(EventRecord.What.HOST_MODE)
                        .on(host)
                        .with(
                                "observedBy",
                                String.join(
                                        " ",
                                        sources.stream().map(ModeSource::name).toList())));
            }
        });
    }

    /** Why nothing can be done to a guest where it is; empty where its host is managed. */
    static Optional<Response> refusal(Turn turn, GuestRecord guest) {
        return guest.host()
                .flatMap(host -> refusal(turn, host, "guest " + guest.spec().name() + " is not touched"));
    }

    /** @param what what is not done, as the beginning of a sentence */
    static Optional<Response> refusal(Turn turn, HostId host, String what) {
        return turn.host(host)
                .filter(entry -> !observedBy(entry, turn.cluster()).isEmpty())
                .map(entry -> Refusals.observed(what, verdict(turn.view(), host)));
    }

    /**
     * The picture that a dry run is made on. It is to show what would be done, so where the host is only observed all are
     * taken as managed; the plan can be looked at and not applied.
     */
    static ClusterView forecast(ClusterView view, GuestRecord guest) {
        return guest.host().map(host -> forecast(view, host)).orElse(view);
    }

    static ClusterView forecast(ClusterView view, HostId host) {
        return view.host(host).filter(HostView::observes).isPresent() ? view.supposingManaged() : view;
    }

    private static HostVerdict verdict(ClusterView view, HostId host) {
        return new HostVerdict(
                host,
                Verdict.NO,
                Placer.observation(view.host(host).orElseThrow()).reasons(),
                List.of());
    }

    private static SortedMap<HostId, List<ModeSource>> wordOnHosts(Turn turn) {
        SortedMap<HostId, List<ModeSource>> words = new TreeMap<>();
        turn.allHosts().forEach(host -> words.put(host.id(), observedBy(host, turn.cluster())));
        return words;
    }
}
