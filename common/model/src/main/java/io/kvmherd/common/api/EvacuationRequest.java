package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;
import java.util.List;

/**
 * Body of a request to empty hosts together.
 *
 * @param hosts none of them takes a guest of another
 * @param reason why, for those who read it later; empty if missing
 * @param dryRun only plan; false if missing
 * @param copyStorage whether disks in pools that are not shared are copied along; false if missing
 */
public record EvacuationRequest(List<HostId> hosts, String reason, boolean dryRun, boolean copyStorage) {
    public EvacuationRequest {
        hosts = List.copyOf(hosts);
    }
}
