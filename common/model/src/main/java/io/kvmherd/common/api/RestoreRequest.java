package io.kvmherd.common.api;

import io.kvmherd.common.model.RestoreScope;
import java.util.Optional;

/**
 * Body of a request to bring guests back to a host. A missing body means the defaults.
 *
 * @param reason why, for those who read it later; empty if missing
 * @param dryRun only plan; false if missing
 * @param which guests; all if missing
 */
public record RestoreRequest(String reason, boolean dryRun, Optional<RestoreScope> which) {
    public static final RestoreRequest PLAIN = new RestoreRequest("", false, Optional.empty());
}
