package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.migration.DepartureRules;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.protocol.AgentCommand.RelocateGuest;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import java.util.List;
import java.util.Optional;

/** The definition of a guest that is off leaves this host: checked once more, then handed over. */
final class RelocationRun {

    private final Hypervisor hypervisor;
    private final RelocateGuest command;
    private final PlacementGeneration placement;

    RelocationRun(Hypervisor hypervisor, RelocateGuest command, PlacementGeneration placement) {
        this.hypervisor = hypervisor;
        this.command = command;
        this.placement = placement;
    }

    CommandResult run() {
        Optional<ObservedGuest> found = hypervisor.inspect(command.guest());
        if (found.isEmpty()) {
            return Preconditions.refuse("guest " + command.guest() + " is not on this host");
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (guest.state().isActive() || guest.job() != GuestJob.NONE) {
            return Preconditions.refuse(guest, "only a guest that is off is handed over offline");
        }
        DomainSurvey survey = hypervisor.survey(command.guest());
        List<Reason> reasons = DepartureRules.checkOff(
                command,
                DomainXmlReader.read(survey.domainXml()),
                survey.chains(),
                hypervisor.facts().pools());
        if (!reasons.isEmpty()) {
            return Preconditions.refuse(reasons);
        }
        hypervisor.relocate(command.guest(), command.destinationUri());
        return new Done();
    }
}
