package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.Redefinition;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.AgentCommand.RedefineGuest;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import java.util.Optional;

/** Puts a definition back that somebody changed or removed. What runs goes on as it is. */
final class Redefinitions {
    private final Hypervisor hypervisor;

    Redefinitions(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    CommandResult redefine(RedefineGuest command, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(command.guest());
        if (found.isEmpty() && command.text().isEmpty()) {
            return Preconditions.refuse(
                    "guest " + command.guest() + " is not on this host, and no definition to put back was sent");
        }
        if (found.isPresent()) {
            ObservedGuest guest = found.get();
            if (!Preconditions.isOurs(guest, placement)) {
                return Preconditions.notOurs(guest, placement);
            }
            if (guest.job() != GuestJob.NONE) {
                return Preconditions.refuse(guest, "its definition is put back when that has ended");
            }
            if (guest.state().isActive() && !guest.name().equals(command.name())) {
                return Preconditions.refuse(guest, "libvirt renames only a domain that is off; shut it down first");
            }
        }
        hypervisor.redefine(new Redefinition(
                command.guest(),
                command.name(),
                command.text(),
                placement,
                command.autostart(),
                command.startsWithHost().orElse(StartsWithHost.NO)));
        return new Done();
    }
}
