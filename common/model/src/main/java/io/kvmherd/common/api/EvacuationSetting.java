package io.kvmherd.common.api;

import io.kvmherd.common.model.EvacuationPolicy;
import java.util.Optional;

/** What a guest is told about evacuations: one of the policies, or that it has none of its own. */
public enum EvacuationSetting {
    /** {@link EvacuationPolicy#LIVE}. */
    LIVE,
    /** {@link EvacuationPolicy#LIVE_ELSE_COLD}. */
    LIVE_ELSE_COLD,
    /** {@link EvacuationPolicy#COLD}. */
    COLD,
    /** {@link EvacuationPolicy#SHUTDOWN_RETURN}. */
    SHUTDOWN_RETURN,
    /** {@link EvacuationPolicy#STAY}. */
    STAY,
    /** {@link EvacuationPolicy#BLOCK}. */
    BLOCK,
    /** As the cluster says. */
    DEFAULT;

    /** The same as a setting. */
    public static EvacuationSetting of(EvacuationPolicy policy) {
        return valueOf(policy.name());
    }

    /** The guest's own policy; empty for the cluster's. */
    public Optional<EvacuationPolicy> policy() {
        return this == DEFAULT ? Optional.empty() : Optional.of(EvacuationPolicy.valueOf(name()));
    }
}
