package io.kvmherd.common.runtime.hazelcast;

import io.kvmherd.common.runtime.config.Default;
import io.kvmherd.common.runtime.config.NetworkAddress;
import java.util.List;

/**
 * The section {@code hazelcast} of an agent's configuration.
 *
 * @param clusterName as the controllers have it
 * @param members client addresses of the controllers, any of which takes the reports
 */
public record ReportClientSettings(@Default("kvmherd") String clusterName, List<NetworkAddress> members) {
    public ReportClientSettings {
        members = List.copyOf(members);
    }
}
