package io.kvmherd.agent.core.migration;

import io.kvmherd.agent.core.domain.HostLink;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.AgentCommand.CheckArrival;
import java.util.List;

/** What the destination checks itself, beside what it asks its hypervisor. */
public final class ArrivalRules {

    private ArrivalRules() {}

    /**
     * @param own this host's vendor as far as its sources agree
     * @return what stands in the way; empty when nothing does
     */
    public static List<Reason> check(CheckArrival arrival, CpuVendor own) {
        return VendorRule.between(new CpuVendor(arrival.fromVendor()), own, arrival.from());
    }

    /**
     * Whether the guest's interfaces find here what they hang on, running or not: libvirt looks for it only when the guest is
     * under way, or started.
     *
     * @param own this host's links; none when they are not known, and then libvirt has to find out
     * @return one reason for each that is missing
     */
    public static List<Reason> links(CheckArrival arrival, List<String> own) {
        if (own.isEmpty()) {
            return List.of();
        }
        return HostLink.of(XmlDocument.parse(arrival.liveDomainXml())).stream()
                .filter(link -> !own.contains(link.name()))
                .map(link -> Reason.of(ReasonCode.LINK_MISSING)
                        .with("link", link.name())
                        .with("kind", link.kind()))
                .toList();
    }
}
