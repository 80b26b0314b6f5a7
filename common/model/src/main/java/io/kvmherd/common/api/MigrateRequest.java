package io.kvmherd.common.api;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTuning;
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
 * @param tuning what is wanted otherwise than the policy says
 * @param offline whether the definition of a guest that is off is meant, not a running guest; false if missing. Excludes
 *     all that says how something is sent
 */
public record MigrateRequest(
        Optional<HostId> to,
        String reason,
        boolean dryRun,
        Optional<MigrationPolicy> policy,
        OptionalLong limitMibPerSecond,
        boolean copyStorage,
        Optional<MigrationTuning> tuning,
        boolean offline) {
    public MigrateRequest {
        limitMibPerSecond.ifPresent(SpeedRequest::requireLimit);
        boolean sends = policy.isPresent() || limitMibPerSecond.isPresent() || tuning.isPresent() || copyStorage;
        if (offline && sends) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "offline excludes policy, tuning, limitMibPerSecond and copyStorage: neither memory nor disks of a guest"
                            + " that is off are sent; leave them out");
        }
    }
}
