package io.kvmherd.agent.core.migration;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.protocol.AgentCommand.CheckArrival;
import java.util.List;

/** What the destination checks before it asks its hypervisor. */
public final class ArrivalRules {

    private ArrivalRules() {}

    /**
     * @param own this host's vendor as far as its sources agree
     * @return what stands in the way; empty when nothing does
     */
    public static List<Reason> check(CheckArrival arrival, CpuVendor own) {
        return VendorRule.between(new CpuVendor(arrival.fromVendor()), own, arrival.from());
    }
}
