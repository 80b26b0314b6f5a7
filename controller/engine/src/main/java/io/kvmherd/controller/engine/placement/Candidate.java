package io.kvmherd.controller.engine.placement;

import io.kvmherd.controller.engine.view.HostView;

/**
 * A guest before a host that may take it.
 *
 * @param capacity the host's, without the guest itself in case it weighs there already
 */
record Candidate(Demand demand, HostView host, Ledger ledger, Capacity capacity) {
    static Candidate of(Demand demand, HostView host, Ledger ledger) {
        return new Candidate(demand, host, ledger, ledger.capacityWithout(host.id(), demand.guest()));
    }
}
