package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Body of a request to migrate.
 *
 * @param to where to; left out, the controller chooses
 * @param reason why, for those who read it later; empty if missing
 * @param dryRun only plan; false if missing
 * @param policy how far it may go; the guest's if missing, and the cluster's where the guest has none
 * @param limitMibPerSecond what it may send each second, 0 for no limit; the cluster's if missing
 * @param copyStorage whether disks in pools that are not shared are copied along; false if missing
 */
public record MigrateRequest(
        Optional<HostId> to,
        String reason,
        boolean dryRun,
        Optional<MigrationPolicy> policy,
        OptionalLong limitMibPerSecond,
        boolean copyStorage) {
    public MigrateRequest {
        limitMibPerSecond.ifPresent(SpeedRequest::requireLimit);
    }
}
