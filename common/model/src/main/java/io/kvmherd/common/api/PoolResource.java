package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;
import java.util.List;

/**
 * A storage pool of one host.
 *
 * @param type libvirt's type
 * @param declaredShared whether the operator declared pools of this name to be shared
 * @param provedWith hosts with which that was proved
 */
public record PoolResource(
        String name,
        String type,
        long capacityMib,
        long availableMib,
        boolean declaredShared,
        List<HostId> provedWith) {
    public PoolResource {
        provedWith = List.copyOf(provedWith);
    }
}
