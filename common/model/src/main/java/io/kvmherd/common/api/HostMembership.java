package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;

/**
 * Whether a host belongs to the cluster.
 *
 * @param admitted whether an agent may speak for it; of a removed host every agent is turned away
 */
public record HostMembership(HostId name, boolean admitted) {}
