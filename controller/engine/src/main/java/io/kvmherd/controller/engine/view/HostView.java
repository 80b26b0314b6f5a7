package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.MigrationLimits;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.model.Reachability;
import java.util.List;
import java.util.Optional;

/**
 * One host.
 *
 * @param duty what the operator wants
 * @param reachability what the controller sees
 * @param inventoried whether the host acknowledged this controller's epoch and told what it has
 * @param reportAgeMs age of its last report when the view was built
 * @param ratios its own overcommit; empty takes the cluster's
 * @param facts empty until the host was first heard of
 * @param load empty until the first report
 * @param unmanaged guests that run there and are not ours; they count against capacity and are never touched
 * @param observedBy who says that it is only observed; empty for a host that is managed
 * @param migrations its own limits of live migrations
 */
public record HostView(
        HostId id,
        HostDuty duty,
        Reachability reachability,
        boolean inventoried,
        long reportAgeMs,
        Optional<Ratios> ratios,
        Optional<HostFacts> facts,
        Optional<HostLoad> load,
        List<ObservedGuest> unmanaged,
        List<ModeSource> observedBy,
        MigrationLimits migrations) {
    public HostView {
        unmanaged = List.copyOf(unmanaged);
        observedBy = observedBy.stream().sorted().distinct().toList();
    }

    /** Whether nothing on it may be changed. */
    public boolean observes() {
        return !observedBy.isEmpty();
    }

    /** The same host if the operator wanted this of it. */
    HostView with(HostDuty another) {
        return with(another, observedBy);
    }

    /** The same host if nobody said that it is only observed. */
    HostView managed() {
        return with(duty, List.of());
    }

    private HostView with(HostDuty newDuty, List<ModeSource> newObservedBy) {
        return new HostView(
                id,
                newDuty,
                reachability,
                inventoried,
                reportAgeMs,
                ratios,
                facts,
                load,
                unmanaged,
                newObservedBy,
                migrations);
    }
}
