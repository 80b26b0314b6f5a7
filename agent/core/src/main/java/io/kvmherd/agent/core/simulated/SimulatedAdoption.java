package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.domain.DiskChains;
import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a simulated host's domains are looked at, taken over and given back. Touched only under the cluster's lock. */
final class SimulatedAdoption {
    private SimulatedAdoption() {}

    /** Simulated images rest on nothing. */
    static DomainSurvey survey(SimulatedHost host, GuestId guest, String domainXml) {
        SimulatedGuest found = host.existing(guest);
        SortedMap<String, String> fileSystems = new TreeMap<>();
        List<DiskChain> chains = DiskChains.of(XmlDocument.parse(domainXml)).stream()
                .map(chain -> chain.continued(List.of(), DiskChain.End.BOTTOM))
                .toList();
        for (String path :
                chains.stream().flatMap(chain -> chain.paths().stream()).toList()) {
            boolean shared = PoolOfDisk.find(path, host.profile.facts().pools())
                    .filter(host.profile.sharedPools()::contains)
                    .isPresent();
            fileSystems.put(path, shared ? "nfs4" : "ext4");
        }
        return new DomainSurvey(domainXml, chains, true, found.autostart, found.recorded, found.snapshots, fileSystems);
    }

    static boolean takeOver(SimulatedGuest guest, PlacementGeneration placement, StartsWithHost recorded) {
        guest.placement = placement.value();
        guest.recorded = recorded;
        guest.autostart = false;
        return true;
    }

    static boolean giveBack(SimulatedGuest guest) {
        guest.autostart = guest.autostart || guest.recorded != StartsWithHost.NO;
        guest.recorded = StartsWithHost.NO;
        guest.placement = 0;
        return true;
    }
}
