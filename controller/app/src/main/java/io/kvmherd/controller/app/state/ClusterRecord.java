package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What operators set for the whole cluster while it runs, as against what the controller's configuration says.
 *
 * @param wishedMode empty as long as nobody set it, which is MANAGE
 * @param removed hosts that were removed, in order of name: their agents are turned away until they are added again
 */
public record ClusterRecord(Optional<ManagementMode> wishedMode, List<HostId> removed) {
    /** Nothing was set yet. */
    public static final ClusterRecord UNTOUCHED = new ClusterRecord(Optional.empty(), List.of());

    public ClusterRecord {
        removed = removed.stream().sorted().distinct().toList();
    }

    public ManagementMode mode() {
        return wishedMode.orElse(ManagementMode.MANAGE);
    }

    public ClusterRecord withMode(ManagementMode newMode) {
        return new ClusterRecord(Optional.of(newMode), removed);
    }

    public boolean hasRemoved(HostId host) {
        return removed.contains(host);
    }

    public ClusterRecord removing(HostId host) {
        return new ClusterRecord(
                wishedMode, Stream.concat(removed.stream(), Stream.of(host)).toList());
    }

    public ClusterRecord adding(HostId host) {
        return new ClusterRecord(
                wishedMode, removed.stream().filter(gone -> !gone.equals(host)).toList());
    }
}
