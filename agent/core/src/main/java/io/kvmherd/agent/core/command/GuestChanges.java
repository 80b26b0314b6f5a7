package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand.CreateGuest;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Arrived;
import io.kvmherd.common.protocol.CommandResult.Done;
import java.util.Optional;

/**
 * What commands do to one guest of this host: look, compare, act. The look and the act are not one step for the
 * hypervisor; what changes in between is the hypervisor's to refuse, and the controller never sends two commands for one
 * guest at a time.
 */
final class GuestChanges {

    private final Hypervisor hypervisor;
    private final CommandGuard guard;

    GuestChanges(Hypervisor hypervisor, CommandGuard guard) {
        this.hypervisor = hypervisor;
        this.guard = guard;
    }

    CommandResult create(CreateGuest command, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(command.guest());
        if (found.isPresent()) {
            ObservedGuest guest = found.get();
            if (!Preconditions.isOurs(guest, placement)) {
                return Preconditions.notOurs(guest, placement);
            }
            if (guest.state().isActive()) {
                return Preconditions.refuse(guest, "only a guest that is off can be defined anew");
            }
        }
        hypervisor.define(new GuestDefinition(command.guest(), command.spec(), placement));
        return new Done();
    }

    CommandResult start(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty()) {
            return Preconditions.refuse("guest " + id + " is not defined on this host; create it first");
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        boolean sameGeneration = guest.placement().equals(Optional.of(placement));
        if (guest.state() == GuestState.RUNNING && sameGeneration) {
            return new Done();
        }
        if (guest.state().isActive()) {
            return Preconditions.refuse(guest, "only a guest that is off can be started");
        }
        if (guest.state() == GuestState.SHUT_OFF_MIGRATED && sameGeneration) {
            return Preconditions.refuse(
                    guest, "under this generation it went to another host and may be running there");
        }
        if (!sameGeneration) {
            hypervisor.markPlacement(id, placement);
        }
        return startOrFindRunning(id, placement);
    }

    /** What starts with its host may have been started by this agent itself since it was looked at. */
    private CommandResult startOrFindRunning(GuestId id, PlacementGeneration placement) {
        try {
            hypervisor.start(id);
        } catch (KvmherdException e) {
            if (e.code() != ErrorCode.CONFLICT || !runs(id, placement)) {
                throw e;
            }
        }
        return new Done();
    }

    private boolean runs(GuestId id, PlacementGeneration placement) {
        return hypervisor
                .inspect(id)
                .filter(guest -> guest.state() == GuestState.RUNNING)
                .filter(guest -> guest.placement().equals(Optional.of(placement)))
                .isPresent();
    }

    CommandResult shutDown(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty()) {
            return Preconditions.refuse("guest " + id + " is not defined on this host");
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (!guest.state().isActive()) {
            return new Done();
        }
        if (isMoving(guest)) {
            return Preconditions.refuse(guest, "abort its migration first");
        }
        hypervisor.shutDown(id);
        return new Done();
    }

    CommandResult destroy(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty()) {
            return new Done();
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (guest.job() == GuestJob.MIGRATION_OUT) {
            return Preconditions.refuse(guest, "abort its migration first");
        }
        if (guest.state().isActive()) {
            hypervisor.destroy(id);
        }
        return new Done();
    }

    CommandResult destroyLeftBehind(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty() || !found.get().state().isActive()) {
            return new Done();
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (guest.state() != GuestState.PAUSED_FOR_MIGRATION || guest.job() != GuestJob.NONE) {
            return Preconditions.refuse(
                    guest, "only a copy that a migration left paused, without a job, is left behind");
        }
        hypervisor.destroy(id);
        return new Done();
    }

    CommandResult delete(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty()) {
            return new Done();
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (guest.state().isActive()) {
            return Preconditions.refuse(guest, "only a guest that is off can be deleted");
        }
        hypervisor.undefine(id);
        return new Done();
    }

    CommandResult resume(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty()) {
            return Preconditions.refuse("guest " + id + " is not on this host");
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (guest.state() == GuestState.RUNNING) {
            return new Done();
        }
        boolean paused = guest.state() == GuestState.PAUSED || guest.state() == GuestState.PAUSED_FOR_MIGRATION;
        if (!paused || guest.job() != GuestJob.NONE) {
            return Preconditions.refuse(guest, "only a paused guest without a job can be resumed");
        }
        hypervisor.resume(id);
        return new Done();
    }

    /** Also how a guest that was defined by hand becomes managed: nothing but its metadata changes. */
    CommandResult adopt(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty()) {
            return Preconditions.refuse("guest " + id + " is not on this host; it has not arrived");
        }
        ObservedGuest guest = found.get();
        if (guest.isManaged() && !Preconditions.isOurs(guest, placement)) {
            return Preconditions.notOurs(guest, placement);
        }
        if (guest.job() != GuestJob.NONE) {
            return Preconditions.refuse(guest, "it has not arrived yet, or is leaving");
        }
        hypervisor.markPlacement(id, placement);
        guard.withdrawArrival(id);
        return new Arrived(hypervisor.arrivalFigures(id));
    }

    /** The burial is durable on return. It comes last: what is buried must be gone first. */
    CommandResult bury(GuestId id, PlacementGeneration placement) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isPresent()) {
            ObservedGuest guest = found.get();
            if (guest.state().isActive()) {
                return Preconditions.refuse(guest, "only what does not run can be buried");
            }
            if (!Preconditions.isOurs(guest, placement)) {
                return Preconditions.notOurs(guest, placement);
            }
            hypervisor.undefine(id);
        }
        guard.bury(id, placement);
        return new Done();
    }

    /** Why no guest of this id may arrive here now; empty when it may. */
    Optional<CommandResult> refusalToArrive(GuestId id) {
        Optional<ObservedGuest> found = hypervisor.inspect(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ObservedGuest guest = found.get();
        if (!guest.isManaged()) {
            return Optional.of(Preconditions.refuse(guest, "kvmherd does not manage it and will not replace it"));
        }
        return guest.state().isActive()
                ? Optional.of(Preconditions.refuse(guest, "it cannot arrive where it is"))
                : Optional.empty();
    }

    private static boolean isMoving(ObservedGuest guest) {
        return guest.state() == GuestState.PAUSED_FOR_MIGRATION
                || guest.job() == GuestJob.MIGRATION_OUT
                || guest.job() == GuestJob.MIGRATION_IN;
    }
}
