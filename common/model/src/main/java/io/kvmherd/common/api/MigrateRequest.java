package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;
import java.util.Optional;

/**
 * Body of a request to migrate.
 *
 * @param to where to; left out, the controller chooses
 * @param reason why, for those who read it later; empty if missing
 * @param dryRun only plan; false if missing
 */
public record MigrateRequest(Optional<HostId> to, String reason, boolean dryRun) {}
