package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.HostLoad;

/** The operating system under the agent, within the resource scope. Reads files of the kernel; returns quickly. */
public interface Machine {
    MachineFacts facts();

    /** CPU use is measured since the previous call; the first call says 0. */
    HostLoad load();

    /** The kernel's random id of this boot. */
    String bootId();
}
