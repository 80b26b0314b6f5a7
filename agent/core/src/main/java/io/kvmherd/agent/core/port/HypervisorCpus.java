package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuInUse;
import io.kvmherd.common.model.CpuOffer;
import java.util.List;
import java.util.Optional;

/**
 * What a hypervisor says about CPUs beyond the host's own.
 *
 * @param offers what it gives to guests, by kind; without an entry it cannot say
 * @param identity which CPU the host has exactly
 * @param inUse what it gave to the guests that run
 */
public record HypervisorCpus(List<CpuOffer> offers, Optional<CpuIdentity> identity, List<CpuInUse> inUse) {
    public static final HypervisorCpus UNTOLD = new HypervisorCpus(List.of(), Optional.empty(), List.of());

    public HypervisorCpus {
        offers = List.copyOf(offers);
        inUse = List.copyOf(inUse);
    }
}
