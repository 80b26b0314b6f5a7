package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;

/**
 * A definition to put back.
 *
 * @param name what the domain is to be called
 * @param text its normal form; empty where what is defined stays
 * @param placement generation for our mark, where the domain is not there any more
 * @param autostart whether the hypervisor starts it with the host
 * @param recorded what our mark says of its start with the host, where the domain is not there any more
 */
public record Redefinition(
        GuestId guest,
        String name,
        String text,
        PlacementGeneration placement,
        boolean autostart,
        StartsWithHost recorded) {}
