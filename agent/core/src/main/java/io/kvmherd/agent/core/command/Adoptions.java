package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.adoption.OwnStartRules;
import io.kvmherd.agent.core.adoption.Surveys;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.AgentCommand.AdoptGuest;
import io.kvmherd.common.protocol.AgentCommand.SurveyGuests;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.GuestsSurveyed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Guests that somebody else defined: looked at, taken over, let go. Whatever the guest does at the moment goes on; only its
 * metadata and libvirt's autostart are written.
 */
final class Adoptions {
    private final Hypervisor hypervisor;
    private final CommandGuard guard;

    Adoptions(Hypervisor hypervisor, CommandGuard guard) {
        this.hypervisor = hypervisor;
        this.guard = guard;
    }

    /** A guest that vanishes meanwhile is left out, like one that was never there. */
    CommandResult survey(SurveyGuests command) {
        if (command.guests().size() > Limits.SURVEY_GUESTS) {
            throw new KvmherdException(
                    ErrorCode.TOO_LARGE,
                    "a survey names " + command.guests().size() + " guests; at most " + Limits.SURVEY_GUESTS
                            + " are described at once");
        }
        HypervisorFacts facts = hypervisor.facts();
        List<GuestSurvey> surveys = new ArrayList<>();
        for (GuestId id : command.guests()) {
            hypervisor.inspect(id).flatMap(this::look).ifPresent(look -> {
                long known = Math.max(guard.heldPlacement(id), guard.buriedPlacement(id));
                long written =
                        look.guest().placement().map(PlacementGeneration::value).orElse(0L);
                surveys.add(Surveys.of(
                        look.guest(), look.survey(), facts, command.sharedPools(), Math.max(known, written)));
            });
        }
        return new GuestsSurveyed(surveys);
    }

    CommandResult adopt(AdoptGuest command, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(command.guest());
        if (found.isEmpty()) {
            return Preconditions.refuse("guest " + command.guest() + " is not on this host");
        }
        ObservedGuest guest = found.get();
        if (guest.isManaged() && !Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (guest.job() == GuestJob.MIGRATION_IN || guest.job() == GuestJob.MIGRATION_OUT) {
            return Preconditions.refuse(guest, "it is adopted when its migration has ended");
        }
        DomainSurvey survey = hypervisor.survey(command.guest());
        if (!survey.persistent()) {
            return Preconditions.refuse(guest, "it is transient, and our mark would be gone when it is switched off");
        }
        StartsWithHost starts = startsWithHost(command.startsWithHost(), survey);
        OwnStart ownStart = command.ownStart().orElse(survey.ownStart());
        Optional<String> doubt = OwnStartRules.doubt(ownStart, starts, survey, hypervisor.facts());
        if (doubt.isPresent()) {
            if (survey.ownStart() == OwnStart.UNLOCKED && ownStart != OwnStart.UNLOCKED) {
                // Whoever asks for a lock does not take the risk of starting without one any more.
                hypervisor.takeOver(command.guest(), placement, starts, OwnStart.ASKED);
            }
            return Preconditions.refuse("guest " + guest.name()
                    + " would not be started with its host by its agent, though a controller runs in it: "
                    + doubt.get());
        }
        hypervisor.takeOver(command.guest(), placement, starts, ownStart);
        return new Done();
    }

    /** Whoever switched autostart on since the guest was looked at meant it. */
    private static StartsWithHost startsWithHost(StartsWithHost asked, DomainSurvey survey) {
        return asked == StartsWithHost.NO && survey.autostart() ? StartsWithHost.ASKED : asked;
    }

    CommandResult release(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty() || !found.get().isManaged()) {
            return new Done();
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (guest.job() == GuestJob.MIGRATION_IN || guest.job() == GuestJob.MIGRATION_OUT) {
            return Preconditions.refuse(guest, "it is released when its migration has ended");
        }
        hypervisor.giveBack(id);
        return new Done();
    }

    private Optional<Look> look(ObservedGuest guest) {
        try {
            return Optional.of(new Look(guest, hypervisor.survey(guest.id())));
        } catch (KvmherdException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private record Look(ObservedGuest guest, DomainSurvey survey) {}
}
