package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;
import java.util.Optional;

/**
 * Body of a request to let all guests go, as they are.
 *
 * @param host only the guests of this host; all if missing
 * @param dryRun only say what would become of each
 * @param reason why, for those who read it later
 */
public record ReleaseRequest(Optional<HostId> host, boolean dryRun, String reason) {}
