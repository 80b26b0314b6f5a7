package io.kvmherd.common.api;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.MigrationPolicy;
import java.util.Optional;

/**
 * What is to hold for live migrations: a policy, or that there is none of one's own.
 *
 * @param value a policy's text, or {@code default}
 */
public record MigrationSetting(String value) {
    private static final String NONE = "default";

    /** Of a guest: as the cluster says. Of the cluster: as the controller's configuration says. */
    public static final MigrationSetting DEFAULT = new MigrationSetting(NONE);

    /** @throws KvmherdException INVALID_INPUT naming the part that cannot be */
    public MigrationSetting {
        policy(value);
    }

    /** The policy; empty for {@link #DEFAULT}. */
    public Optional<MigrationPolicy> policy() {
        return policy(value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static Optional<MigrationPolicy> policy(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(new MigrationPolicy(text));
    }
}
