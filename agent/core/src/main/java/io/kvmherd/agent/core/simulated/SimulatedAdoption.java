package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.adoption.Surveys;
import io.kvmherd.agent.core.domain.DiskChains;
import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.drift.Recomposition;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DiskLocks;
import io.kvmherd.agent.core.port.DomainReading;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.Redefinition;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a simulated host's domains are looked at, taken over and given back. Touched only under the cluster's lock. */
final class SimulatedAdoption {
    private static final long LIBVIRT_VERSION = 9_000_000;

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
        return new DomainSurvey(
                domainXml,
                chains,
                true,
                found.autostart,
                found.recorded,
                found.ownStart,
                host.locksDisks ? DiskLocks.ALL : DiskLocks.NONE,
                found.snapshots.size(),
                fileSystems);
    }

    /** What somebody edited shows in the persistent half at once, and in what runs after the next start. */
    static Optional<DomainReading> read(SimulatedGuest guest, String definedXml, String runningXml) {
        return Optional.of(new DomainReading(
                definedXml,
                guest.state.isActive() ? Optional.of(runningXml) : Optional.empty(),
                guest.autostart,
                List.copyOf(guest.snapshots),
                guest.snapshots.isEmpty() ? "" : guest.snapshots.getLast(),
                LIBVIRT_VERSION));
    }

    /** What runs keeps what it was started with; a guest that is not there is defined. */
    static boolean redefine(SimulatedHost host, Redefinition wanted) {
        SimulatedGuest found = host.guests.get(wanted.guest());
        if (found != null && found.state.isActive() && !found.spec.name().equals(wanted.name())) {
            throw SimulatedHost.conflict(found, "renamed");
        }
        if (!wanted.text().isEmpty()) {
            GuestSpec spec = Surveys.summary(
                    Recomposition.of(wanted, Optional.empty()),
                    host.profile.facts().pools());
            if (found == null) {
                host.define(wanted.guest(), spec, wanted.placement().value());
                host.existing(wanted.guest()).recorded = wanted.recorded();
            } else if (found.state.isActive()) {
                found.edited = Optional.of(spec);
            } else {
                found.spec = spec;
                found.edited = Optional.empty();
            }
        }
        host.existing(wanted.guest()).autostart = wanted.autostart();
        return true;
    }

    static boolean takeOver(
            SimulatedGuest guest, PlacementGeneration placement, StartsWithHost recorded, OwnStart ownStart) {
        guest.placement = placement.value();
        guest.recorded = recorded;
        guest.ownStart = ownStart;
        guest.autostart = false;
        return true;
    }

    static boolean giveBack(SimulatedGuest guest) {
        guest.autostart = guest.autostart || guest.recorded != StartsWithHost.NO;
        guest.recorded = StartsWithHost.NO;
        guest.ownStart = OwnStart.ASKED;
        guest.placement = 0;
        return true;
    }
}
