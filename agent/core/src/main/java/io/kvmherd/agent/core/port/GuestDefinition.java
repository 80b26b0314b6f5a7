package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.PlacementGeneration;

/**
 * A guest to define.
 *
 * @param id becomes the domain's UUID
 * @param spec what it shall be; an empty machine type lets the host take its newest versioned q35
 * @param placement goes into the domain's metadata with our id
 */
public record GuestDefinition(GuestId id, GuestSpec spec, PlacementGeneration placement) {}
