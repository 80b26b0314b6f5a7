package io.kvmherd.common.api;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;

/**
 * Body of a request to bound a migration that is going on.
 *
 * @param mibPerSecond what it may send each second from now on, 0 for no limit
 * @param reason why, for those who read it later; empty if missing
 */
public record SpeedRequest(long mibPerSecond, String reason) {
    public SpeedRequest {
        requireLimit(mibPerSecond);
    }

    static void requireLimit(long mibPerSecond) {
        if (mibPerSecond < 0 || mibPerSecond > Limits.MIGRATION_MIB_PER_SECOND) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "a migration's limit is " + mibPerSecond + " MiB/s; it must be between 0, for none, and "
                            + Limits.MIGRATION_MIB_PER_SECOND);
        }
    }
}
