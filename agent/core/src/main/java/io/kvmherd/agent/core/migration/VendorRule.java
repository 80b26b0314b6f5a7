package io.kvmherd.agent.core.migration;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import java.util.List;

/** Both ends of a migration have CPUs of one vendor, and both say which. */
final class VendorRule {

    private VendorRule() {}

    /** @param peer the host at the other end */
    static List<Reason> between(CpuVendor from, CpuVendor to, HostId peer) {
        if (from.sameKnownVendorAs(to)) {
            return List.of();
        }
        if (from.isKnown() && to.isKnown()) {
            return List.of(Reason.of(ReasonCode.CPU_VENDOR_DIFFERS)
                    .with("from", from.id())
                    .with("to", to.id()));
        }
        return List.of(Reason.of(ReasonCode.CPU_VENDOR_UNKNOWN).with("host", peer.value()));
    }
}
