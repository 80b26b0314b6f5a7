package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.OptionalInt;

/**
 * How many live migrations may leave one host, and arrive there, at a time.
 *
 * @param out empty takes the cluster's
 * @param in likewise
 */
public record MigrationLimits(OptionalInt out, OptionalInt in) {
    /** A host that has none of its own. */
    public static final MigrationLimits NONE = new MigrationLimits(OptionalInt.empty(), OptionalInt.empty());

    /** @throws KvmherdException INVALID_INPUT naming the limit that cannot be */
    public MigrationLimits {
        requireLimit("migrations out", out);
        requireLimit("migrations in", in);
    }

    public MigrationLimits withOut(OptionalInt limit) {
        return new MigrationLimits(limit, in);
    }

    public MigrationLimits withIn(OptionalInt limit) {
        return new MigrationLimits(out, limit);
    }

    private static void requireLimit(String what, OptionalInt limit) {
        if (limit.isPresent() && (limit.getAsInt() < 1 || limit.getAsInt() > Limits.MIGRATIONS_PER_HOST)) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    what + " is " + limit.getAsInt() + "; it must be between 1 and " + Limits.MIGRATIONS_PER_HOST
                            + ", or default");
        }
    }
}
