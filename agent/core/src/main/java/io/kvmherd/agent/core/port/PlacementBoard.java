package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;
import java.util.List;

/**
 * Where the guard's word on a guest is written down for those who cannot ask the guard: the hypervisor's own hook, which
 * also works while the agent is not there.
 */
public interface PlacementBoard {
    /**
     * Replaces what is written about the guest; durable on return. Blocks for the disk.
     *
     * @param lines one fact each; none takes everything away
     * @throws io.kvmherd.common.failure.KvmherdException FILE_FAILED when it is not known to be on disk
     */
    void write(GuestId guest, List<String> lines);
}
