package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.PolicySource;
import io.kvmherd.controller.engine.view.ClusterSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What operators set for the whole cluster while it runs, as against what the controller's configuration says.
 *
 * @param wishedMode empty as long as nobody set it, which is MANAGE
 * @param removed hosts that were removed, in order of name: their agents are turned away until they are added again
 * @param migration how far migrations may go of guests that have no policy of their own; empty is as configured
 */
public record ClusterRecord(
        Optional<ManagementMode> wishedMode, List<HostId> removed, Optional<MigrationPolicy> migration) {
    /** Nothing was set yet. */
    public static final ClusterRecord UNTOUCHED = new ClusterRecord(Optional.empty(), List.of(), Optional.empty());

    public ClusterRecord {
        removed = removed.stream().sorted().distinct().toList();
    }

    public ManagementMode mode() {
        return wishedMode.orElse(ManagementMode.MANAGE);
    }

    public ClusterRecord withMode(ManagementMode newMode) {
        return new ClusterRecord(Optional.of(newMode), removed, migration);
    }

    /** @param policy empty takes back what was set */
    public ClusterRecord migratingBy(Optional<MigrationPolicy> policy) {
        return new ClusterRecord(wishedMode, removed, policy);
    }

    /** Whose word the policy of migrations is, of guests that have none of their own. */
    public PolicySource migrationFrom() {
        return migration.isPresent() ? PolicySource.CLUSTER : PolicySource.DEFAULT;
    }

    /** What holds: as configured, but for what was set since. */
    public ClusterSettings over(ClusterSettings configured) {
        return migration.map(configured::migratingBy).orElse(configured);
    }

    public boolean hasRemoved(HostId host) {
        return removed.contains(host);
    }

    public ClusterRecord removing(HostId host) {
        return new ClusterRecord(
                wishedMode, Stream.concat(removed.stream(), Stream.of(host)).toList(), migration);
    }

    public ClusterRecord adding(HostId host) {
        return new ClusterRecord(
                wishedMode, removed.stream().filter(gone -> !gone.equals(host)).toList(), migration);
    }
}
