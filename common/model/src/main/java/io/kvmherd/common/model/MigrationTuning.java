package io.kvmherd.common.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What somebody wants otherwise in one migration than its policy says. What is empty stays as the policy has it.
 *
 * @param downtimeMs longest pause at the switch-over
 * @param connections over which memory is sent at a time
 * @param compression of what is sent
 * @param postCopy whether the guest may be switched over before its memory has arrived; false leaves it to the policy
 */
public record MigrationTuning(
        OptionalLong downtimeMs, OptionalInt connections, Optional<Compression> compression, boolean postCopy) {
    public static final MigrationTuning NONE =
            new MigrationTuning(OptionalLong.empty(), OptionalInt.empty(), Optional.empty(), false);

    /** @throws io.kvmherd.common.failure.KvmherdException INVALID_INPUT naming what is beyond its limits */
    public MigrationTuning {
        MigrationPolicy.requireLimits(downtimeMs.orElse(Limits.MIGRATION_DOWNTIME_MIN_MS), connections.orElse(1));
    }

    /** Why the two do not go together; empty when they do. */
    public Optional<String> contradiction(MigrationPolicy policy) {
        return MigrationPolicy.Terms.contradiction(postCopy(policy), connections(policy), compression(policy));
    }

    /**
     * The policy with what is wanted otherwise.
     *
     * @throws io.kvmherd.common.failure.KvmherdException INVALID_INPUT when the two do not go together
     */
    public MigrationPolicy over(MigrationPolicy policy) {
        if (equals(NONE)) {
            return policy;
        }
        MigrationPolicy.Terms terms = policy.terms();
        return new MigrationPolicy.Terms(
                        downtimeMs.orElse(terms.downtimeMaxMs()),
                        terms.autoConverge(),
                        postCopy(policy),
                        terms.stallSeconds(),
                        connections(policy),
                        compression(policy))
                .toPolicy();
    }

    private boolean postCopy(MigrationPolicy policy) {
        return postCopy || policy.terms().postCopy();
    }

    private int connections(MigrationPolicy policy) {
        return connections.orElse(policy.terms().connections());
    }

    private Compression compression(MigrationPolicy policy) {
        return compression.orElse(policy.terms().compression());
    }
}
